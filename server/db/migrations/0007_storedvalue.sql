-- Stored value: one row for each top-up, with who contracted (R1.31) and how it was paid.

create schema storedvalue;

create table storedvalue.top_ups (
  chain_id uuid not null, member_id uuid not null, id uuid not null, store_id uuid not null, till_id uuid not null,
  receipt_no text not null, principal_fen int8 not null check (principal_fen > 0), bonus_fen int8 not null check (bonus_fen >= 0),
  tender text not null check (tender in ('cash', 'other')), tendered_fen int8, change_fen int8 not null, reference text,
  legal_entity text not null, staff_id uuid not null, settings_version int8 not null, at timestamptz not null,
  primary key (chain_id, member_id, id));
comment on table storedvalue.top_ups is 'append-only: each top-up as it was paid';
create index top_ups_of_store on storedvalue.top_ups (chain_id, store_id, at);
select place('storedvalue.top_ups', 'member'), fence('storedvalue.top_ups');
