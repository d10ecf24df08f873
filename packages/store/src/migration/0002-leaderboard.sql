-- The 97.5% point of Student's t: exact values to 30 degrees of freedom, beyond them the expansion of
-- Abramowitz and Stegun, 26.7.5 (off by less than 3e-8). Null below 1.
create function student_t975(df bigint) returns double precision
language sql immutable parallel safe
return case
  when df < 1 then null
  when df <= 30 then (array[
    12.7062047362, 4.30265272975, 3.18244630528, 2.7764451052, 2.57058183564, 2.44691185114, 2.36462425159,
    2.3060041352, 2.2621571628, 2.22813885199, 2.20098516009, 2.17881282967, 2.16036865646, 2.14478668792,
    2.13144954556, 2.11990529922, 2.10981557783, 2.10092204024, 2.09302405441, 2.08596344727, 2.07961384473,
    2.0738730679, 2.06865761042, 2.06389856163, 2.05953855275, 2.05552943864, 2.05183051648, 2.0484071418,
    2.04522964213, 2.0422724563
  ]::double precision[])[df]
  else 1.95996398454 + 2.3722712303 / df + 2.82249861574 / df ^ 2 + 2.55584967951 / df ^ 3
    + 1.58953405339 / df ^ 4
end;

-- The mean difference of the sweep's metric between two configs over the replicates that both have completed, and
-- half the width of its 95% interval (null for one replicate).
create function paired_difference(config bigint, other bigint)
returns table (pairs bigint, difference double precision, half_width double precision)
language sql stable
as $$
  select
    count(*),
    avg(d.d order by d.replicate),
    student_t975(count(*) - 1) * stddev_samp(d.d order by d.replicate) / sqrt(count(*))
  from (
    select a.replicate, a.value - b.value as d
    from trial_rows a
    join trial_rows b on b.config_id = other and b.replicate = a.replicate
    where a.config_id = config and a.value is not null and b.value is not null
  ) d
$$;

-- Configs by the sweep's metric. Intervals are 95%. Ask for one sweep, and order by score desc or limit the rank:
-- then only the rows that are shown are compared with the baseline and the best.
create view leaderboard as
select
  ranked.sweep_id,
  s.slug as sweep,
  ranked.rank,
  ranked.config,
  ranked.config_hash,
  ranked.id as config_id,
  ranked.n,
  ranked.mean,
  ranked.sd,
  ranked.mean - ranked.half_width as ci_low,
  ranked.mean + ranked.half_width as ci_high,
  baseline.difference as vs_baseline,
  baseline.difference - baseline.half_width as vs_baseline_low,
  baseline.difference + baseline.half_width as vs_baseline_high,
  case
    when ranked.mean is null then null
    when ranked.id = ranked.best_id then true
    else abs(best.difference) <= best.half_width
  end as tied_with_best,
  ranked.test_mean,
  ranked.val_mean,
  ranked.collapsed_share,
  ranked.n_diverged,
  ranked.n_failed,
  ranked.score
from (
  select
    c.*,
    student_t975(c.n - 1) * c.sd / sqrt(c.n) as half_width,
    rank() over by_score as rank,
    first_value(c.id) over by_score as best_id
  from configs c
  where c.n + c.n_diverged + c.n_failed > 0
  window by_score as (partition by c.sweep_id order by c.score desc nulls last)
) ranked
join sweeps s on s.id = ranked.sweep_id
left join configs b
  on b.sweep_id = ranked.sweep_id and b.config_hash = ranked.baseline_hash and b.id <> ranked.id
left join lateral paired_difference(ranked.id, b.id) baseline on true
left join lateral paired_difference(ranked.id, ranked.best_id) best on true;
