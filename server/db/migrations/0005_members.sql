-- Members: profile, keys unique in the chain, consents, and what finds a name quickly.

create schema members;

create table members.profiles (
  chain_id uuid not null, member_id uuid not null, name text not null, name_key text not null, pinyin text not null, initials text not null,
  phone_sealed bytea not null, phone_masked text not null, phone_last4 text not null, birthday date,
  store_id uuid not null, joined_at timestamptz not null, joined_on date not null, last_visit_at timestamptz,
  primary key (chain_id, member_id),
  foreign key (chain_id, store_id) references org.stores);
create index profiles_by_last4 on members.profiles (chain_id, phone_last4);
create index profiles_by_initials on members.profiles (chain_id, initials text_pattern_ops);
create index profiles_by_pinyin on members.profiles (chain_id, pinyin text_pattern_ops);
create index profiles_by_joining on members.profiles (chain_id, joined_at, member_id);
create index profiles_by_store on members.profiles (chain_id, store_id, joined_at);
select place('members.profiles', 'member'), fence('members.profiles');

-- Uniqueness across members: value is a keyed digest of the phone, never the phone.
create table members.keys (
  chain_id uuid not null, kind text not null check (kind in ('phone')), value text not null, member_id uuid not null,
  primary key (chain_id, kind, value));
create index keys_of_member on members.keys (chain_id, member_id);
select place('members.keys', 'chain'), fence('members.keys');

-- One- and two-character pieces of the name: a two-character Chinese name is found by an equality that a row security
-- index can serve.
create table members.grams (
  chain_id uuid not null, gram text not null, member_id uuid not null,
  primary key (chain_id, gram, member_id));
create index grams_of_member on members.grams (chain_id, member_id);
select place('members.grams', 'chain'), fence('members.grams');

-- What a member agreed to, when, and in which words (R1.60). The newest row of a kind is in force.
create table members.consents (
  chain_id uuid not null, member_id uuid not null, id uuid not null, kind text not null
  check (kind in ('service', 'marketing')), given bool not null, wording text not null, staff_id uuid not null,
  at timestamptz not null,
  primary key (chain_id, member_id, id),
  foreign key (chain_id, member_id) references members.profiles);
comment on table members.consents is 'append-only: consent given and taken back';
select place('members.consents', 'member'), fence('members.consents');
