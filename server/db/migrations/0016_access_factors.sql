-- What a sign-in leans on beside the password: tries counted for all processes, browsers that are known, tills as enrolled devices, PINs, second factors.

-- Guessing is slowed by these counts. A key is a digest or an id, never a phone or an address.
create table access.tries (
  chain_id uuid not null, kind text not null
  check (kind in ('browser', 'strangers', 'address', 'code', 'second', 'pin')), key text not null,
  failures int not null, until_at timestamptz not null, last_at timestamptz not null,
  primary key (chain_id, kind, key));
create index tries_by_time on access.tries (chain_id, last_at);
select place('access.tries', 'chain'), fence('access.tries');

-- Browsers that have signed a person in before: their tries count by themselves, so that nobody else can slow them.
create table access.known_browsers (
  chain_id uuid not null, staff_id uuid not null, browser_id uuid not null, first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (chain_id, staff_id, browser_id), foreign key (chain_id, staff_id) references org.staff);
select place('access.known_browsers', 'reference'), fence('access.known_browsers');

-- A browser that stands for a till. The token itself is nowhere: only its digest. One till has one device at a time,
-- since a till counts its own receipts.
create table access.devices (
  chain_id uuid not null, store_id uuid not null, id uuid not null, till_id uuid not null, name text not null,
  token_hash text not null, enrolled_by uuid not null, enrolled_at timestamptz not null, seen_at timestamptz not null,
  revoked_at timestamptz, revoked_by uuid,
  primary key (chain_id, store_id, id), unique (chain_id, token_hash),
  foreign key (chain_id, store_id, till_id) references org.tills);
create unique index devices_of_till on access.devices (chain_id, store_id, till_id) where revoked_at is null;
select place('access.devices', 'reference'), fence('access.devices');

-- One-time codes that make a browser a till. Kept as a keyed digest: eight signs are soon tried.
create table access.enrolments (
  chain_id uuid not null, store_id uuid not null, id uuid not null, till_id uuid not null, name text not null,
  code_hash text not null, made_by uuid not null, made_at timestamptz not null, ends_at timestamptz not null,
  used_at timestamptz,
  primary key (chain_id, store_id, id), unique (chain_id, code_hash),
  foreign key (chain_id, store_id, till_id) references org.tills);
select place('access.enrolments', 'reference'), fence('access.enrolments');

create table access.pins (
  chain_id uuid not null, staff_id uuid not null, pin_hash text not null, set_at timestamptz not null,
  primary key (chain_id, staff_id), foreign key (chain_id, staff_id) references org.staff);
select place('access.pins', 'reference'), fence('access.pins');

-- A secret that was begun and never confirmed with a code asks nobody for one. last_step: a code is used once.
create table access.factors (
  chain_id uuid not null, staff_id uuid not null, secret_sealed bytea not null, begun_at timestamptz not null,
  confirmed_at timestamptz, last_step int8 not null default 0,
  primary key (chain_id, staff_id), foreign key (chain_id, staff_id) references org.staff);
select place('access.factors', 'reference'), fence('access.factors');

create table access.recovery_codes (
  chain_id uuid not null, staff_id uuid not null, code_hash text not null, used_at timestamptz,
  primary key (chain_id, staff_id, code_hash), foreign key (chain_id, staff_id) references org.staff);
select place('access.recovery_codes', 'reference'), fence('access.recovery_codes');

-- Which device a session was opened on, by what, and how long it may rest.
alter table access.sessions
  add column store_id uuid, add column device_id uuid,
  add column opened_by text not null default 'password' check (opened_by in ('password', 'pin')),
  add column idle_s int not null default 43200 check (idle_s > 0),
  add foreign key (chain_id, store_id, device_id) references access.devices;
create index sessions_of_device on access.sessions (chain_id, store_id, device_id) where device_id is not null;
