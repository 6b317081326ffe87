// Catalogs: what a metadata.json says about stores and their versions.
//
// Given bytes, returns names, versions newest first, and what each entry claims. Pure.
