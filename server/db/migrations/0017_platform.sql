-- Whoever runs the installation: operators and the chains they prepare, and what a chain lets an operator do there.

create schema platform;

-- Operators belong to no chain. Their rows stand under the nil uuid, a fence of its own: no chain sees them, and who is
-- signed in as one of them sees no chain.
create table platform.operators (
  chain_id uuid not null, id uuid not null, name text not null, phone_key text not null, phone_masked text not null,
  password_hash text not null, first_password bool not null, made_at timestamptz not null, left_at timestamptz,
  primary key (chain_id, id), unique (chain_id, phone_key));
select place('platform.operators', 'reference'), fence('platform.operators');

create table platform.sessions (
  chain_id uuid not null, operator_id uuid not null, id uuid not null, token_hash text not null, device text not null,
  started_at timestamptz not null, ends_at timestamptz not null, ended_at timestamptz,
  primary key (chain_id, operator_id, id), unique (chain_id, token_hash),
  foreign key (chain_id, operator_id) references platform.operators);
select place('platform.sessions', 'reference'), fence('platform.sessions');

-- A chain that waits for its owner. code_key is a keyed digest of the one-time code, which is nowhere.
create table platform.invitations (
  chain_id uuid not null, id uuid not null, chain_code text not null, name text not null, code_key text not null,
  made_by uuid not null, made_at timestamptz not null, ends_at timestamptz not null, ended_at timestamptz,
  used_at timestamptz, made_chain_id uuid,
  primary key (chain_id, id), unique (chain_id, code_key),
  foreign key (chain_id, made_by) references platform.operators);
select place('platform.invitations', 'reference'), fence('platform.invitations');

-- Under the fence of the chain that gives it. The operator is of another fence, so their name is written down here.
create table platform.grants (
  chain_id uuid not null, id uuid not null, operator_id uuid not null, operator_name text not null,
  phone_masked text not null, permissions text[] not null, reason text not null, from_at timestamptz not null,
  until_at timestamptz not null, given_by uuid not null, given_at timestamptz not null, ended_at timestamptz, ended_by uuid,
  primary key (chain_id, id), check (until_at > from_at), check ((ended_at is null) = (ended_by is null)));
create index grants_of_operator on platform.grants (chain_id, operator_id, until_at);
select place('platform.grants', 'reference'), fence('platform.grants');

-- An operator inside a chain: holds for as long as a grant does, and no longer than the operator's own session.
create table platform.visits (
  chain_id uuid not null, id uuid not null, operator_id uuid not null, operator_session_id uuid not null,
  token_hash text not null, device text not null, started_at timestamptz not null, ends_at timestamptz not null,
  ended_at timestamptz,
  primary key (chain_id, id), unique (chain_id, token_hash));
create index visits_of_operator on platform.visits (chain_id, operator_id, started_at);
select place('platform.visits', 'reference'), fence('platform.visits');
