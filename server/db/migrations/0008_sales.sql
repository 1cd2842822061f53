-- Sales: the order as it was priced and paid, its line by tender matrix, its returns, and receipt numbers without gaps.

create schema sales;

-- The last receipt number of a till on a business day. Locked while a receipt is written, so numbers have no gaps.
create table sales.till_days (
  chain_id uuid not null, store_id uuid not null, till_id uuid not null, business_day date not null, last_seq int8 not null,
  primary key (chain_id, store_id, till_id, business_day));
select place('sales.till_days', 'store'), fence('sales.till_days');

create table sales.receipts (
  chain_id uuid not null, store_id uuid not null, receipt_no text not null, till_id uuid not null, business_day date not null,
  seq int8 not null, kind text not null check (kind in ('sale', 'return', 'top_up')), doc_id uuid not null,
  primary key (chain_id, store_id, receipt_no), unique (chain_id, store_id, till_id, business_day, seq));
comment on table sales.receipts is 'append-only: one row for each number';
select place('sales.receipts', 'store'), fence('sales.receipts');

create table sales.sales (
  chain_id uuid not null, store_id uuid not null, id uuid not null, till_id uuid not null, receipt_no text not null,
  business_day date not null, cashier_id uuid not null, member_id uuid, list_fen int8 not null, saved_fen int8 not null,
  points int8 not null, points_fen int8 not null, rounding_fen int8 not null, payable_fen int8 not null check (payable_fen >= 0),
  change_fen int8 not null, points_earned int8 not null, points_rate int8 not null, points_balance int8,
  settings_version int8 not null, catalog_version int8 not null, engine_version text not null, at timestamptz not null,
  primary key (chain_id, store_id, id));
comment on table sales.sales is 'append-only: a sale is changed by returns alone';
create index sales_by_time on sales.sales (chain_id, store_id, at);
create index sales_of_member on sales.sales (chain_id, member_id, at) where member_id is not null;
create index sales_by_id on sales.sales (chain_id, id);
select place('sales.sales', 'store'), fence('sales.sales');

-- cells_fen is this line's row of the matrix (C3), one cell for each tender column in order.
create table sales.lines (
  chain_id uuid not null, store_id uuid not null, sale_id uuid not null, line int not null, sku_id uuid not null, name text not null,
  unit text not null, sold_by text not null, qty_m int8 not null check (qty_m > 0), list_price_fen int8 not null,
  unit_price_fen int8 not null, list_fen int8 not null, amount_fen int8 not null, points int8 not null,
  points_fen int8 not null, rounding_fen int8 not null, payable_fen int8 not null check (payable_fen >= 0), reasons jsonb not null,
  cells_fen int8[] not null,
  primary key (chain_id, store_id, sale_id, line),
  foreign key (chain_id, store_id, sale_id) references sales.sales);
comment on table sales.lines is 'append-only: as it was sold';
select place('sales.lines', 'store'), fence('sales.lines');

-- "column" is the place in the matrix: bonus first, then principal, then the others as given (C3).
create table sales.tenders (
  chain_id uuid not null, store_id uuid not null, sale_id uuid not null, "column" int not null,
  kind text not null check (kind in ('bonus', 'principal', 'cash', 'other')), amount_fen int8 not null check (amount_fen > 0),
  tendered_fen int8, change_fen int8 not null, reference text,
  primary key (chain_id, store_id, sale_id, "column"),
  foreign key (chain_id, store_id, sale_id) references sales.sales);
comment on table sales.tenders is 'append-only: as it was paid';
select place('sales.tenders', 'store'), fence('sales.tenders');

-- A return lives with the store that sold; at_store_id is where the goods came back.
create table sales.returns (
  chain_id uuid not null, store_id uuid not null, id uuid not null, sale_id uuid not null, at_store_id uuid not null,
  till_id uuid not null, receipt_no text not null, business_day date not null, made_by uuid not null, reason text not null,
  amount_fen int8 not null check (amount_fen >= 0), cells_fen int8[] not null, points_back int8 not null,
  points_clawed int8 not null, at timestamptz not null,
  primary key (chain_id, store_id, id),
  foreign key (chain_id, store_id, sale_id) references sales.sales);
comment on table sales.returns is 'append-only: a return is never taken back, it is sold again';
create index returns_of_sale on sales.returns (chain_id, store_id, sale_id);
create index returns_by_time on sales.returns (chain_id, at_store_id, at);
select place('sales.returns', 'store'), fence('sales.returns');

create table sales.return_lines (
  chain_id uuid not null, store_id uuid not null, return_id uuid not null, line int not null, sale_id uuid not null,
  qty_m int8 not null check (qty_m > 0), amount_fen int8 not null check (amount_fen >= 0), points int8 not null, cells_fen int8[] not null,
  primary key (chain_id, store_id, return_id, line),
  foreign key (chain_id, store_id, return_id) references sales.returns,
  foreign key (chain_id, store_id, sale_id, line) references sales.lines);
comment on table sales.return_lines is 'append-only: as it came back';
create index return_lines_of_sale on sales.return_lines (chain_id, store_id, sale_id);
select place('sales.return_lines', 'store'), fence('sales.return_lines');
