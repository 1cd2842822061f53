-- The one ledger: everything a member holds and everything owed is an account here, moved by transfers alone.

create schema ledger;

-- An account of an owner (a member, a member of staff, a store). Books such as @sales are names without a row, so that
-- no row is hot; their balance is a sum. floor is null where a policy lets the balance fall below zero (points, C5).
create table ledger.accounts (
  chain_id uuid not null, owner_id uuid not null, id text not null, unit text not null check (unit in ('fen', 'points')),
  balance int8 not null default 0, floor int8 default 0, version int8 not null default 0, opened_at timestamptz not null,
  primary key (chain_id, owner_id, id),
  constraint balance_above_floor check (floor is null or balance >= floor));
select place('ledger.accounts', 'ledger'), fence('ledger.accounts');

-- A part of an account with its own age and end: one top-up, one earning of points. pair joins principal and bonus of
-- one top-up. What stays is rederived from transfers by verify.
create table ledger.lots (
  chain_id uuid not null, owner_id uuid not null, id uuid not null, account text not null, amount int8 not null,
  remaining int8 not null, starts_at timestamptz not null, expires_at timestamptz, source text not null, pair uuid not null,
  primary key (chain_id, owner_id, id),
  foreign key (chain_id, owner_id, account) references ledger.accounts,
  constraint remaining_within_amount check (amount > 0 and remaining between 0 and amount));
create index lots_open on ledger.lots (chain_id, owner_id) where remaining > 0;
select place('ledger.lots', 'ledger'), fence('ledger.lots');

-- One amount from one account to another. An account is the owner's own ('principal') or a book ('@sales'); the
-- owner's side carries the account's version and balance after it, which makes a running balance checkable.
-- ref is the business act it belongs to for life (the sale, also for its returns); doc_id the paper that made it.
create table ledger.transfers (
  chain_id uuid not null, owner_id uuid not null, id uuid not null, op_key text not null, kind text not null,
  from_account text not null, to_account text not null, amount int8 not null check (amount > 0), lot_id uuid,
  from_version int8, from_balance int8, to_version int8, to_balance int8,
  store_id uuid not null, staff_id uuid not null, ref uuid not null, doc_id uuid not null, occurred_at timestamptz not null,
  primary key (chain_id, owner_id, id),
  constraint two_sides check (from_account <> to_account),
  constraint versions_of_own_accounts check (
    (from_version is null) = starts_with(from_account, '@') and (from_balance is null) = starts_with(from_account, '@')
    and (to_version is null) = starts_with(to_account, '@') and (to_balance is null) = starts_with(to_account, '@')
    and not (starts_with(from_account, '@') and starts_with(to_account, '@'))));
comment on table ledger.transfers is 'append-only: a correction is a new row';
create index transfers_of_act on ledger.transfers (chain_id, owner_id, ref);
select place('ledger.transfers', 'ledger'), fence('ledger.transfers');

-- Value in flight: moved to the account's reserve, then posted or voided, once.
create table ledger.reserves (
  chain_id uuid not null, owner_id uuid not null, id uuid not null, account text not null,
  amount int8 not null check (amount > 0), ref uuid not null, made_at timestamptz not null,
  primary key (chain_id, owner_id, id));
comment on table ledger.reserves is 'append-only: value set aside';
select place('ledger.reserves', 'ledger'), fence('ledger.reserves');

create table ledger.reserve_ends (
  chain_id uuid not null, owner_id uuid not null, reserve_id uuid not null,
  outcome text not null check (outcome in ('posted', 'voided')), ended_at timestamptz not null,
  primary key (chain_id, owner_id, reserve_id),
  foreign key (chain_id, owner_id, reserve_id) references ledger.reserves);
comment on table ledger.reserve_ends is 'append-only: a reserve ends once, by its primary key';
select place('ledger.reserve_ends', 'ledger'), fence('ledger.reserve_ends');
