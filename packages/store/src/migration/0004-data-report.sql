-- What was read of the data: rows, features, classes, splits. Null in sweeps of an older version.
alter table sweeps add column data_report json;
