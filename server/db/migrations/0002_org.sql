-- Who there is: chains, stores, tills, staff and their sessions.

create schema org;

create table org.chains (
  chain_id uuid not null, code text not null, name text not null, currency text not null default 'CNY',
  time_zone text not null default 'Asia/Shanghai', sandbox bool not null default false, made_at timestamptz not null,
  primary key (chain_id));
select place('org.chains', 'reference'), fence('org.chains');

-- A code ends with a letter: the till's number follows it on a receipt, and GH 12 must not read like GH1 2.
-- legal_entity is who contracts with the customer (R1.31): it is stored again on every top-up.
create table org.stores (
  chain_id uuid not null, id uuid not null, code text not null check (code ~ '^[A-Z]([A-Z0-9]{0,6}[A-Z])?$'),
  name text not null, ownership text not null
  check (ownership in ('direct', 'franchise')), legal_entity text not null, cutoff_hour int not null default 0
  check (cutoff_hour between 0 and 23), opened_at timestamptz not null,
  primary key (chain_id, id), unique (chain_id, code));
select place('org.stores', 'reference'), fence('org.stores');

create table org.tills (
  chain_id uuid not null, store_id uuid not null, id uuid not null, number int not null check (number > 0), name text not null,
  primary key (chain_id, store_id, id), unique (chain_id, store_id, number),
  foreign key (chain_id, store_id) references org.stores);
select place('org.tills', 'reference'), fence('org.tills');

create table org.staff (
  chain_id uuid not null, id uuid not null, name text not null, role text not null, phone_key text not null,
  phone_sealed bytea not null, phone_masked text not null, password_hash text not null, made_at timestamptz not null,
  left_at timestamptz,
  primary key (chain_id, id), unique (chain_id, phone_key));
select place('org.staff', 'reference'), fence('org.staff');

-- A person without a row here reaches every store when the role is the owner's, and none otherwise.
create table org.staff_stores (
  chain_id uuid not null, staff_id uuid not null, store_id uuid not null,
  primary key (chain_id, staff_id, store_id),
  foreign key (chain_id, staff_id) references org.staff, foreign key (chain_id, store_id) references org.stores);
select place('org.staff_stores', 'reference'), fence('org.staff_stores');

-- The token itself is nowhere: only its digest. Ending a session is a time, so that it stays on record.
create table org.sessions (
  chain_id uuid not null, staff_id uuid not null, id uuid not null, token_hash text not null, device text not null,
  started_at timestamptz not null, seen_at timestamptz not null, ends_at timestamptz not null, ended_at timestamptz,
  primary key (chain_id, staff_id, id), unique (chain_id, token_hash),
  foreign key (chain_id, staff_id) references org.staff);
select place('org.sessions', 'reference'), fence('org.sessions');
