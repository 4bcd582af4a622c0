-- How often one network and one person tried to sign in, or asked for something costly, lately: counted here when several nodes serve one house, so that
-- trying on each of them gains nothing. Outside organisations, since a network belongs to none; keys are marks that name nobody. Unlogged: after a crash
-- counting begins anew, which costs less than writing each try twice.
create schema pace;
create unlogged table pace.counted (key varchar(255) primary key, points integer not null default 0, expire bigint);
create index counted_by_expiry on pace.counted (expire);
grant usage on schema pace to companionway_app;
grant select, insert, update, delete on pace.counted to companionway_app;
