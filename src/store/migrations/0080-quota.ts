// What comes in: a database whose processes each know only what they themselves asked of Google.
// What goes out: one account of it for all. A slot holds units and when they count no longer:
// Google's minutes slide, so what was spent a minute ago is free again, not before.
// Never here: a row that is left locked while somebody waits for Google.

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const quota: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table quota_slot (
        scope text not null,
        free_at bigint not null,
        units int not null,
        primary key (scope, free_at)
      )`.execute(db);
    await sql`comment on column quota_slot.free_at is 'Epoch milliseconds from which on these units count no longer'`.execute(db);
    await sql`
      create function quota_take(p_scope text, p_want int, p_least int, p_spent int, p_limit int, p_span bigint, p_life bigint, p_back_slot bigint, p_back int, p_now bigint)
      returns table (granted int, slot bigint, wait_ms bigint) language plpgsql as $$
      declare
        v_now bigint := coalesce(p_now, (extract(epoch from clock_timestamp()) * 1000)::bigint);
        v_grain bigint := greatest(1, p_span / 240);
        v_least int := least(p_least, p_limit);
        v_free int;
      begin
        perform pg_advisory_xact_lock(hashtextextended(p_scope, 11));
        delete from quota_slot q where q.scope = p_scope and q.free_at <= v_now;
        if p_back > 0 then
          update quota_slot q set units = greatest(0, q.units - p_back) where q.scope = p_scope and q.free_at = p_back_slot;
        end if;
        select p_limit - p_spent - coalesce(sum(q.units), 0) into v_free from quota_slot q where q.scope = p_scope;
        granted := case when v_free >= v_least then greatest(0, least(p_want, v_free)) else 0 end;
        slot := ((v_now + p_life + p_span) / v_grain + 1) * v_grain;
        wait_ms := 0;
        if granted + p_spent > 0 then
          insert into quota_slot as q (scope, free_at, units) values (p_scope, slot, granted + p_spent)
          on conflict (scope, free_at) do update set units = q.units + excluded.units;
        end if;
        if granted = 0 then
          select greatest(1, freed.free_at - v_now) into wait_ms from (
            select q.free_at, sum(q.units) over (order by q.free_at) as units from quota_slot q where q.scope = p_scope
          ) freed where freed.units >= v_least - v_free order by freed.free_at limit 1;
          wait_ms := coalesce(wait_ms, p_span);
        end if;
        return next;
      end $$`.execute(db);
  },
};
