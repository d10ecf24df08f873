# A smooth curve through the eruptions of Old Faithful: by cross-validation, how far it is from days that it has not seen.
source("latentsweep.R")

config <- config(span = 0.75, degree = 2, family = "gaussian")
set.seed(seed())
fold <- sample(rep_len(1:10, nrow(faithful)))
errors <- unlist(lapply(1:10, function(k) {
  fit <- loess(eruptions ~ waiting, faithful[fold != k, ],
    span = config$span, degree = config$degree, family = config$family, surface = "direct"
  )
  faithful$eruptions[fold == k] - predict(fit, faithful[fold == k, ])
}))
report(rmse = sqrt(mean(errors^2)), worst = max(abs(errors)))
