-- Whether a sweep's engine gives the same bits everywhere: where it does, a second result that differs from the first is a
-- fault. Until now it followed from the engine's name: libtensorflow sums in an order that depends on how many trials it
-- trains together.
alter table sweeps add column exact boolean not null default true;
update sweeps set exact = false where engine like 'tfjs@%-tensorflow%';
alter table sweeps alter column exact drop default;
