# For R programs that a sweep runs (docs/programs.md). Copy this file beside yours and source("latentsweep.R"): it needs base
# R alone, and works outside a sweep too, where report() prints.

# The trial's parameters by name, over your defaults: config(lr = 0.1). A default also says of what type a flag is.
config <- function(...) {
  defaults <- list(...)
  given <- c(.variables(defaults), .flags(defaults))
  if (length(given) == 0 && nzchar(Sys.getenv("LATENTSWEEP_TRIAL"))) {
    stop("the sweep gave no parameters that R can read: let it say `config: flags` or `config: env`, R itself reads no JSON")
  }
  modifyList(defaults, given)
}

.variables <- function(defaults) {
  given <- list()
  for (name in names(defaults)) {
    text <- Sys.getenv(paste0("LATENTSWEEP_PARAM_", gsub("[^A-Z0-9]", "_", toupper(name))), NA)
    if (!is.na(text)) given[[name]] <- .typed(text, defaults[[name]])
  }
  given
}

# --lr=0.1, --lr 0.1, lr=0.1 and --deep.
.flags <- function(defaults) {
  given <- list()
  words <- commandArgs(trailingOnly = TRUE)
  for (i in seq_along(words)) {
    name <- sub("^[-+]*([^=]*).*", "\\1", words[i])
    after <- c(words, "--")[i + 1]
    if (grepl("=", words[i])) {
      given[[name]] <- .typed(sub("^[^=]*=", "", words[i]), defaults[[name]])
    } else if (startsWith(words[i], "--")) {
      given[[name]] <- if (grepl("^--|=", after)) TRUE else .typed(after, defaults[[name]])
    }
  }
  given
}

# Text is a number, true, false or a list where it reads as one, unless the default is text. (type.convert would make FALSE of
# an "F", and leave "true" text.)
.typed <- function(text, default) {
  if (is.character(default)) return(text)
  if (grepl("^\\[.*\\]$", text)) text <- strsplit(gsub("^\\[|\\]$|[\" ]", "", text), ",")[[1]]
  if (all(text %in% c("true", "false"))) return(text == "true")
  if (all(grepl("^-?[0-9]*[.]?[0-9]+([eE][-+]?[0-9]+)?$", text))) return(as.numeric(text))
  text
}

# Says metrics: report(val_loss = 0.4, step = 3). A name that R can't write stands between backticks.
report <- function(...) {
  values <- list(...)
  written <- vapply(values, .number, "")
  cat("{", paste0("\"", names(values), "\": ", written, collapse = ", "), "}\n", sep = "")
  flush(stdout())
  .trial$step <- if (is.null(values$step)) .trial$step + 1 else values$step
  value <- values[[Sys.getenv("LATENTSWEEP_METRIC", "-")]]
  if (!is.null(value) && is.finite(value)) .trial$measured <- .trial$step
}

# Where in its course the trial is, and where it last reported the sweep's metric.
.trial <- new.env()
.trial$step <- .trial$measured <- 0

.number <- function(value) {
  if (!(is.numeric(value) || is.logical(value)) || length(value) != 1) stop("report() takes single numbers, TRUE and FALSE")
  if (is.logical(value) && !is.na(value)) return(if (value) "true" else "false")
  if (is.na(value)) return("NaN")
  if (is.infinite(value)) return(if (value > 0) "Infinity" else "-Infinity")
  format(as.numeric(value), digits = 17)
}

# Whether the trial is to end here, for good or for now: save what its checkpoint needs, and quit.
should_stop <- function() {
  until <- Sys.getenv("LATENTSWEEP_UNTIL_STEP", "Inf")
  .trial$measured >= as.numeric(until) || file.exists(Sys.getenv("LATENTSWEEP_STOP"))
}

# A whole number below 2^31, the same for all configs of a replicate: set.seed(seed()).
seed <- function() as.integer(Sys.getenv("LATENTSWEEP_SEED", "0"))

# The folder that outlives a trial cut short; NULL where the program is not declared with `checkpoint: true`.
checkpoint_dir <- function() {
  folder <- Sys.getenv("LATENTSWEEP_CHECKPOINT")
  if (nzchar(folder)) folder
}

# The folder whose files are kept with the trial.
artifacts_dir <- function() {
  folder <- Sys.getenv("LATENTSWEEP_ARTIFACTS", "artifacts")
  dir.create(folder, showWarnings = FALSE, recursive = TRUE)
  folder
}
