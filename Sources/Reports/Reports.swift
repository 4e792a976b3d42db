import ThreeLists
