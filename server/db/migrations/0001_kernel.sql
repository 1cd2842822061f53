-- The ground: how tables are placed and fenced, and what every module leans on: keys, notes, audit, settings, clocks.

create schema kernel;

-- Says where a table lives: by owner on the ledger and member side, by store on the store side, or on every node
-- ('reference'). On plain PostgreSQL there is one node and nothing to do.
create function public.place(what regclass, side text) returns void language plpgsql as $$
begin
  if side not in ('ledger', 'member', 'store', 'chain', 'reference') then
    raise exception 'place(%): unknown side %', what, side;
  end if;
end $$;

-- The second fence: a transaction sees the rows of the one chain it entered, whatever its statement says.
-- FORCE binds the owner of the table too.
create function public.fence(what regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', what);
  execute format('alter table %s force row level security', what);
  execute format('create policy chain on %s using (chain_id = nullif(current_setting(''app.chain_id'', true), '''')::uuid)',
                 what);
end $$;

create table kernel.directory (
  kind text not null, value text not null, chain_id uuid not null,
  primary key (kind, value));
comment on table kernel.directory is 'Which chain a code or a session belongs to; the only table without a fence.';

create table kernel.once (
  chain_id uuid not null, owner_id uuid not null, op_key text not null, verb text not null, input_hash text not null,
  answer jsonb not null, at timestamptz not null,
  primary key (chain_id, owner_id, op_key));
select place('kernel.once', 'store'), fence('kernel.once');

create table kernel.notes (
  chain_id uuid not null, owner_id uuid not null, id uuid not null, kind text not null, data jsonb not null,
  at timestamptz not null,
  primary key (chain_id, owner_id, id));
select place('kernel.notes', 'store'), fence('kernel.notes');

create table kernel.deliveries (
  chain_id uuid not null, owner_id uuid not null, note_id uuid not null, subscription text not null,
  next_at timestamptz not null, tries int not null default 0, last_error text,
  primary key (chain_id, owner_id, note_id, subscription));
create index deliveries_due on kernel.deliveries (chain_id, subscription, next_at);
select place('kernel.deliveries', 'store'), fence('kernel.deliveries');

create table kernel.audit (
  chain_id uuid not null, id uuid not null, at timestamptz not null, principal_kind text not null,
  principal_id uuid not null, device text, verb text not null, ref text, detail jsonb not null,
  primary key (chain_id, id));
comment on table kernel.audit is 'append-only: who did what';
select place('kernel.audit', 'chain'), fence('kernel.audit');

-- place_id is the chain itself or one of its stores; the newest version of a key at a place is in force.
create table kernel.settings (
  chain_id uuid not null, place_id uuid not null, key text not null, version int8 not null, value jsonb not null,
  made_by uuid not null, at timestamptz not null,
  primary key (chain_id, place_id, key, version));
comment on table kernel.settings is 'append-only: every value a setting ever had';
select place('kernel.settings', 'reference'), fence('kernel.settings');

create table kernel.versions (
  chain_id uuid not null, what text not null, version int8 not null,
  primary key (chain_id, what));
select place('kernel.versions', 'reference'), fence('kernel.versions');

create table kernel.clocks (
  chain_id uuid not null, offset_ms int8 not null,
  primary key (chain_id));
comment on table kernel.clocks is 'How far a sandbox chain''s clock runs ahead; real chains have no row.';
select place('kernel.clocks', 'reference'), fence('kernel.clocks');
