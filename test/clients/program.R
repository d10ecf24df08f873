source("latentsweep.R")

given <- config(lr = 0.5, name = "none", deep = FALSE, sizes = 1)
if (given$name == "fails") stop("as it was asked to")
report(lr = given$lr, deep = given$deep, adam = given$name == "adam", three = given$name == "3")
report(sizes = sum(given$sizes))
report(`val/loss` = NaN, worst = -Inf, tiny = 1e-300, third = 1 / 3, step = 3)
report(seed = seed(), stop = should_stop(), checkpoint = !is.null(checkpoint_dir()))
writeLines("kept", file.path(artifacts_dir(), "note.txt"))
