"""Pages, forms, lists and assets: knows Litestar, knows no feature and no person."""
