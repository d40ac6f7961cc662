import { account } from './account';
import { announce } from './announce';
import { chat } from './chat';
import { evidence } from './evidence';
import { exporting } from './exports';
import { failures } from './failures';
import { files } from './files';
import { handoff } from './handoff';
import { legal } from './legal';
import { markdown } from './markdown';
import { reader } from './reader';
import { reading } from './reading';
import { reports } from './reports';
import { roles } from './roles';
import { selecting } from './selecting';
import { share } from './share';
import { shared } from './shared';
import { sharing } from './sharing';
import { templates } from './templates';
import { topics } from './topics';
import { ui } from './ui';
import { usage } from './usage';

export const zhCN = {
  ...account,
  ...announce,
  ...chat,
  ...evidence,
  ...exporting,
  ...failures,
  ...files,
  ...handoff,
  ...legal,
  ...markdown,
  ...reader,
  ...reading,
  ...reports,
  ...roles,
  ...selecting,
  ...share,
  ...shared,
  ...sharing,
  ...templates,
  ...topics,
  ...ui,
  ...usage,
};
