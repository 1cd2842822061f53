-- What is sold: products, their SKUs, barcodes and prices.

create schema catalog;

create table catalog.products (
  chain_id uuid not null, id uuid not null, name text not null, category text not null, made_at timestamptz not null,
  primary key (chain_id, id));
select place('catalog.products', 'reference'), fence('catalog.products');

-- Prices are per piece or per kilogram. plu is the number a scale prints into its labels (R2.02). source_code is the
-- key an import knows the article by, so that the same file twice changes nothing. name_key is the name without case
-- and width, for the one search that looks inside it.
create table catalog.skus (
  chain_id uuid not null, id uuid not null, product_id uuid not null, code text not null, unit text not null,
  sold_by text not null check (sold_by in ('piece', 'weight')),
  list_price_fen int8 not null check (list_price_fen >= 0), member_price_fen int8 check (member_price_fen >= 0),
  cost_fen int8 check (cost_fen >= 0), plu text, name_key text not null, pinyin text not null, initials text not null, source_code text,
  made_at timestamptz not null, deleted_at timestamptz,
  primary key (chain_id, id), unique (chain_id, code), unique (chain_id, plu), unique (chain_id, source_code),
  foreign key (chain_id, product_id) references catalog.products);
create index skus_by_pinyin on catalog.skus (chain_id, pinyin text_pattern_ops);
create index skus_by_initials on catalog.skus (chain_id, initials text_pattern_ops);
select place('catalog.skus', 'reference'), fence('catalog.skus');

-- The last article number given out. Whoever changes goods locks this row first, so that two never take one number
-- or one barcode.
create table catalog.numbers (
  chain_id uuid not null, last_number int8 not null,
  primary key (chain_id));
select place('catalog.numbers', 'reference'), fence('catalog.numbers');

-- One- and two-character pieces of the name, found by an equality that an index serves under row security.
create table catalog.grams (
  chain_id uuid not null, gram text not null, sku_id uuid not null,
  primary key (chain_id, gram, sku_id));
create index grams_of_sku on catalog.grams (chain_id, sku_id);
select place('catalog.grams', 'reference'), fence('catalog.grams');

create table catalog.barcodes (
  chain_id uuid not null, barcode text not null, sku_id uuid not null, kind text not null check (kind in ('ean', 'plain')),
  primary key (chain_id, barcode),
  foreign key (chain_id, sku_id) references catalog.skus);
create index barcodes_of_sku on catalog.barcodes (chain_id, sku_id);
create index barcodes_by_start on catalog.barcodes (chain_id, barcode text_pattern_ops);
select place('catalog.barcodes', 'reference'), fence('catalog.barcodes');

create table catalog.prices (
  chain_id uuid not null, sku_id uuid not null, id uuid not null, list_price_fen int8 not null, member_price_fen int8,
  made_by uuid not null, from_at timestamptz not null,
  primary key (chain_id, sku_id, id),
  foreign key (chain_id, sku_id) references catalog.skus);
comment on table catalog.prices is 'append-only: every price a SKU ever had';
select place('catalog.prices', 'reference'), fence('catalog.prices');
