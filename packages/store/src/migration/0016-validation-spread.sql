-- What a search that learns is told of a config beside val_mean: over its trials with a value of the sweep's metric on validation
-- rows. Computed with the other aggregates, so that a question reads one row a config and none of its trials.
alter table configs add column val_sd double precision, add column val_n integer not null default 0;

-- Of what such searches have proposed so far; other configs have it from their next result on.
update configs c
set val_sd = a.val_sd, val_n = a.val_n
from (
  select
    t.config_id,
    stddev_samp(t.scalars[m.place] order by t.replicate) as val_sd,
    count(t.scalars[m.place]) as val_n
  from configs c
  join sweep_rows s on s.id = c.sweep_id
  join (
    select name, row_number() over (order by place) as place from measures where shape = 'scalar'
  ) m on m.name = regexp_replace(s.metric, '^test_', 'val_')
  join trial_rows t on t.config_id = c.id
  where c.reason is not null
  group by t.config_id
) a
where c.id = a.config_id;
