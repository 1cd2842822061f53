-- Figures kept from notes: one row for each store, business day and hour, so that a page never adds up sales.

create schema insights;

create table insights.hours (
  chain_id uuid not null, store_id uuid not null, business_day date not null, hour int not null, sales_fen int8 not null,
  returns_fen int8 not null, orders int8 not null, member_sales_fen int8 not null, topped_up_fen int8 not null,
  value_spent_fen int8 not null, new_members int8 not null,
  primary key (chain_id, store_id, business_day, hour));
select place('insights.hours', 'store'), fence('insights.hours');
