/**
 * What brings the tables from one version to the next: the first element makes those of version 1. What a
 * `StoreReader` asks is answered by those of every version.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- One row. facts: Facts without pass and edition. told: the latest edition that was announced.
  create table tagwire.database (
    one boolean primary key default true check (one),
    facts json not null,
    events json not null default '[]',
    pass bigint not null default 0,
    edition bigint not null default 0,
    told bigint not null default 0
  );

  -- A host is what a worker leases: all politeness is towards hosts. hold: as HostState has it.
  create table tagwire.hosts (
    host text collate "C" primary key,
    hold json,
    leased_by uuid,
    leased_until timestamptz
  );
  create index on tagwire.hosts (leased_by) where leased_by is not null;

  -- record: SourceRecord without poll, feed and counts. host, address, moved, due: of poll. newest: published date of its
  -- newest published entry.
  create table tagwire.sources (
    key text collate "C" primary key,
    n bigint generated always as identity,
    record json not null,
    poll json not null,
    feed json,
    host text collate "C" not null,
    address text collate "C" not null,
    moved boolean not null,
    due text collate "C",
    leased_until timestamptz,
    entries int not null default 0,
    withheld int not null default 0,
    oldest text collate "C",
    newest text collate "C",
    unshown json default '{}',
    listing json not null default '[]'
  );
  create index on tagwire.sources (host);
  create index on tagwire.sources (address);

  -- n: in the order in which they were stored. shown: some stream carries it. unshown: why the feeds don't show it.
  create table tagwire.entries (
    source text collate "C" not null references tagwire.sources,
    key text collate "C" not null,
    n bigint generated always as identity,
    published text collate "C" not null,
    admitted boolean not null,
    shown boolean not null,
    unshown text collate "C",
    entry json not null,
    primary key (source, key)
  );
  create unique index on tagwire.entries (source, n);
  create index on tagwire.entries (source, published) where shown;
  create index on tagwire.entries (source, unshown, published) where unshown is not null;

  -- What entries are found by. hash: a letter that says what is hashed (i identity, p place, t twin, l link), then it.
  create table tagwire.lookups (
    hash text collate "C" not null,
    source text collate "C" not null,
    key text collate "C" not null,
    primary key (hash, source, key),
    foreign key (source, key) references tagwire.entries on delete cascade
  );
  create index on tagwire.lookups (source, key);

  -- Ids (i) and links (l) that the operator has removed for good. what: it, as a JSON string.
  create table tagwire.removed (
    hash text collate "C" primary key,
    n bigint generated always as identity,
    what json not null
  );

  -- The last removal, what it took, and drafts of others. what: Removal; null for a draft. taken: Taken.
  create table tagwire.removals (
    id uuid primary key,
    begun timestamptz not null default now(),
    what json
  );
  create table tagwire.taken (
    removal uuid not null references tagwire.removals on delete cascade,
    n bigint generated always as identity,
    taken json not null,
    primary key (removal, n)
  );

  -- subscription: Subscription.
  create table tagwire.subscriptions (
    id text collate "C" primary key,
    n bigint generated always as identity,
    subscription json not null
  );

  -- What waits to be sent.
  create table tagwire.letters (
    id uuid primary key,
    n bigint generated always as identity,
    kind text collate "C" not null,
    recipient text collate "C" not null,
    about text collate "C" not null,
    since text collate "C" not null,
    attempts int not null,
    not_before text collate "C" not null,
    leased_until timestamptz,
    unique (kind, recipient, about)
  );
  create index on tagwire.letters (n);

  -- data: StreamData.
  create table tagwire.streams (
    name text collate "C" primary key,
    n bigint generated always as identity,
    count int not null,
    last int not null,
    data json not null
  );
  create table tagwire.docs (
    stream text collate "C" not null references tagwire.streams on delete cascade,
    n int not null,
    doc json not null,
    primary key (stream, n)
  );

  -- StreamChanges that the streams have not been told of yet.
  create table tagwire.stream_changes (
    id bigint generated always as identity primary key,
    change json not null
  );

  -- What has to be rendered and belongs to no edition yet: kind all, source, window, docs (all of a stream) or doc.
  create table tagwire.unrendered (
    id bigint generated always as identity primary key,
    kind text collate "C" not null,
    name text collate "C" not null default '',
    n int not null default 0
  );
  -- In which edition it was published last.
  create table tagwire.editions (
    kind text collate "C" not null,
    name text collate "C" not null,
    n int not null,
    edition bigint not null,
    primary key (kind, name, n)
  );
  create index on tagwire.editions (edition);
  `,
  `
  -- Posts that have become news in the window of a stream, until the publication of an edition announces them; null: of
  -- none yet.
  create table tagwire.fresh (
    n bigint generated always as identity primary key,
    stream text collate "C" not null,
    post text collate "C" not null,
    edition bigint
  );
  create index on tagwire.fresh (edition);

  -- An id of a post may be longer than an index takes.
  alter table tagwire.letters drop constraint letters_kind_recipient_about_key;
  create index on tagwire.letters (md5(about));
  `,
  `
  -- What the latest edition is called, and the newest ten thousand: a database that was put back counts on from its
  -- backup, and each edition has a name that tells it from another with the same number.
  alter table tagwire.database add column edition_name text collate "C" not null default '';
  create table tagwire.edition_names (
    name text collate "C" primary key,
    edition bigint not null
  );
  create index on tagwire.edition_names (edition);
  `,
];
