import { Option } from 'commander';

/** For commands that publish: an empty database over a site with posts is otherwise refused. */
export const newSiteOption = (): Option =>
  new Option('--new-site', 'begin anew where the published site has posts and the database none').default(
    false,
  );
