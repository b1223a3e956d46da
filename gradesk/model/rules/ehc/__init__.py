"""Pure rules of EHC plans: reading pasted sections line by line, and comparing what is promised with what is given."""
