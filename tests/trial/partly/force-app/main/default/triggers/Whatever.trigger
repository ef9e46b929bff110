trigger Whatever on Case (before insert) {}
