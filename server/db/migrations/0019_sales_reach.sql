-- Every receipt carries a random token: whoever hands it over may return the goods in any store of the chain.

alter table sales.sales add column token text;

-- The sales of before get one too: sixteen random bytes as hex digits, which are digits of our tokens.
do $$
declare one uuid;
begin
  -- The fence binds the owner too: each chain is entered in turn.
  for one in select chain_id from kernel.directory where kind = 'chain_code' loop
    perform set_config('app.chain_id', one::text, true);
    update sales.sales set token = upper(replace(gen_random_uuid()::text, '-', '')) where chain_id = one;
  end loop;
  perform set_config('app.chain_id', '', true);
end $$;

alter table sales.sales alter column token set not null;
create index sales_by_token on sales.sales (chain_id, token);
