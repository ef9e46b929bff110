"""Ordinary words of patients' messages, to show a reviewer what a listed word catches and what it does not.

They illustrate; nothing is decided by them. A word belongs here if it grows from a word that such specs list, or if it
is unrelated and merely holds its letters.
"""

WORDS = """
    abuser abusers abuses abusing abusive anaphylactic appointed appointments attacks babies babysitter balloon
    beautiful benefiting billed billion bills biopsies bleeding bleeds bookings booked books breaststroke breathes
    breathing breathless bridegroom brushes bruised bruises caesarean campus cancelled cancels cancellations carparking
    chargeable chests clinical clinician clinics clots clumps collapses collapsing complained complaining complains
    complaints confused confusion consultations costing costs costume coughed coughing coughs crash crashed crude
    deductibles diarrhoeal dizziness dizzy disinfection doses drooped drooping exceeds excesses excessive facebook
    fainted fainting faintly faints fevers feverish fevered fingers fitted fittings floppiness headache headaches
    heatstroke hitting hits infantile infants infected infections infectious inhalers insurances insurers insurgent
    intruder invoiced invoices jabbed jabs letters lumps lumpy medications meningitic misquoted necessary neglectful
    neglecting neglects notebook numbness nurses ombudsmen outfitting overcharged overdosed overdoses overdosing
    overpriced overstatement painful painless painting pains palpitation parkings payments pays paying persons
    pharmacies physios physiotherapy physiotherapists pleases plump poisoned prefer preferred pregnancy premedication
    prescribed prescriptions prescriptive priced priceless prices principals pusher quotation quoted quotes rashes
    rashers rashly rearranged rearranges references refers referrals referring refilled refills refunded refunds
    registered registering registers reinsurance repay repayment repeated repeatedly repeats rescheduled reschedules
    resulted resulting results routine rudely rudeness sarcasm scanned scanner scans seizures septic severed severely
    severity slots smeared smears solicitors spain statements stroked strokes suicide sunstroke swelled swellings
    swells tablets therapists today tomorrows trash ultrasounds unconsciously unconsciousness urgency urgently
    utilise utility vaccinated vaccinations versus vomited vomiting vomits weakness weaknesses worsened worsens
"""

NOUNS = """
    appointments attacks complaints forms invoices letters notes opinions pains payments prescriptions records referrals
    refunds requests results scans tests
"""

PLURALS = frozenset(NOUNS.split())
"""Nouns that end phrases, as people write them of several."""

ORDINARY = tuple(sorted(set(WORDS.split())))
"""In the order of the alphabet, each once."""
