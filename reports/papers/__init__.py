"""The paper's way: collect → figures → checks → charts → render → pdf → publish. One module a stage."""
