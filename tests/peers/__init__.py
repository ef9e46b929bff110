"""What other people's tools say of the packages that Carepath writes."""
