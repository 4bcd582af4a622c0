-- Every transaction of this database with a number below the one given has ended, as the statement that asks sees it. Numbers are shared by all databases
-- of a server, so pg_snapshot_xmin() would let a long transaction of a neighbour's database hold back everything that is read in order here. A running
-- transaction counts unless the server names another database as its place; one of which nothing is known (two-phase, just begun) counts.
create function settled_before() returns xid8
  language sql stable set search_path = pg_catalog, pg_temp
  as $$
    with seen as materialized (select pg_current_snapshot() as snapshot)
    select least(pg_snapshot_xmax(seen.snapshot), (
      select running from pg_snapshot_xip(seen.snapshot) running
      where not exists (
        select from pg_locks held join pg_stat_activity holder on holder.pid = held.pid
        where held.locktype = 'transactionid' and held.granted and held.mode = 'ExclusiveLock'
          and held.transactionid::text::bigint = running::text::bigint & 4294967295
          and holder.datid <> (select oid from pg_database where datname = current_database()))
      order by running limit 1))
    from seen $$;
revoke all on function settled_before() from public;
grant execute on function settled_before() to companionway_app, companionway_member;
