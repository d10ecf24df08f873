-- Whoever might read what had these names may read what has them now.
do $$
declare one record;
begin
  for one in
    select now.name, entry.grantee
    from (values ('sweeps', 'sweep_rows'), ('curves', 'old_curves'), ('measures', 'trial_rows')) as now (name, before)
    join pg_class old on old.oid = now.before::regclass,
    aclexplode(old.relacl) entry
    where entry.privilege_type = 'SELECT' and entry.grantee <> old.relowner
  loop
    execute format(
      'grant select on %I to %s', one.name,
      case one.grantee when 0 then 'public' else one.grantee::regrole::text end
    );
  end loop;
end $$;

-- Views of sweeps that belong to another user go with the old tables; that user's programs make them anew.
drop table old_trial_rows, old_configs, old_curves cascade;
drop function refuse_while_moved();

do $$
declare one record;
begin
  for one in
    select c.relname, case c.relkind when 'i' then 'index' else 'sequence' end as kind
    from pg_class c
    where c.relname like 'new\_%' and c.relkind in ('i', 'S')
      and c.relnamespace = (select relnamespace from pg_class where oid = 'trial_rows'::regclass)
  loop
    execute format('alter %s %I rename to %I', one.kind, one.relname, substr(one.relname, 5));
  end loop;
end $$;
