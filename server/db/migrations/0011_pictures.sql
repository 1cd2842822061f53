-- Goods have a picture: the name (SHA-256) of a file in the data folder. A chain is given a file only while one of its
-- goods shows it, whoever else keeps the same bytes.

alter table catalog.skus add column picture text check (picture ~ '^[0-9a-f]{64}$');
create index skus_by_picture on catalog.skus (chain_id, picture) where picture is not null;
