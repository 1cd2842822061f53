-- Approvals: what settings name needs a second person; a request, its decision and its use are rows of their own.

create schema approvals;

-- store_id is the chain's own id where an act is no single store's (an export). about holds ids and figures alone.
create table approvals.requests (
  chain_id uuid not null, store_id uuid not null, id uuid not null,
  act text not null check (act in ('price_override', 'return_over', 'adjustment', 'export')), about jsonb not null,
  asked_by uuid not null, asked_at timestamptz not null, ends_at timestamptz not null,
  primary key (chain_id, store_id, id));
comment on table approvals.requests is 'append-only: what was asked for, by whom';
create index requests_by_id on approvals.requests (chain_id, id);
create index requests_by_end on approvals.requests (chain_id, store_id, ends_at);
select place('approvals.requests', 'store'), fence('approvals.requests');

-- One for each request, by its primary key. ends_at is until when what was given can be used.
create table approvals.decisions (
  chain_id uuid not null, store_id uuid not null, request_id uuid not null,
  outcome text not null check (outcome in ('given', 'refused')), made_by uuid not null, in_person bool not null,
  note text, at timestamptz not null, ends_at timestamptz not null,
  primary key (chain_id, store_id, request_id),
  foreign key (chain_id, store_id, request_id) references approvals.requests);
comment on table approvals.decisions is 'append-only: decided once';
select place('approvals.decisions', 'store'), fence('approvals.decisions');

create table approvals.withdrawals (
  chain_id uuid not null, store_id uuid not null, request_id uuid not null, at timestamptz not null,
  primary key (chain_id, store_id, request_id),
  foreign key (chain_id, store_id, request_id) references approvals.requests);
comment on table approvals.withdrawals is 'append-only: taken back by whoever asked';
select place('approvals.withdrawals', 'store'), fence('approvals.withdrawals');

-- doc_id is the sale, return, adjustment or export that was approved. Used once, by the primary key.
create table approvals.uses (
  chain_id uuid not null, store_id uuid not null, request_id uuid not null, doc_id uuid not null, at timestamptz not null,
  primary key (chain_id, store_id, request_id),
  foreign key (chain_id, store_id, request_id) references approvals.requests);
comment on table approvals.uses is 'append-only: used once';
create index uses_of_doc on approvals.uses (chain_id, doc_id);
select place('approvals.uses', 'store'), fence('approvals.uses');

-- A correction of what a member holds, made by hand: as much as the ledger moved for it, with its reason.
create table storedvalue.adjustments (
  chain_id uuid not null, member_id uuid not null, id uuid not null, store_id uuid not null,
  account text not null check (account in ('principal', 'bonus', 'points')), amount int8 not null check (amount <> 0),
  reason text not null, approval_id uuid, legal_entity text not null, staff_id uuid not null,
  settings_version int8 not null, at timestamptz not null,
  primary key (chain_id, member_id, id));
comment on table storedvalue.adjustments is 'append-only: each adjustment as it was made';
create index adjustments_of_store on storedvalue.adjustments (chain_id, store_id, at);
select place('storedvalue.adjustments', 'member'), fence('storedvalue.adjustments');
