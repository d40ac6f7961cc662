import type { Generated, Insertable, Selectable } from 'kysely';

/** The tables. Times are ms since 1970 UTC; `0 | 1` stands for a boolean; usage and error are JSON texts. */
export interface Schema {
  users: UsersTable;
  topics: TopicsTable;
  messages: MessagesTable;
  roles: RolesTable;
  templates: TemplatesTable;
  links: LinksTable;
  reports: ReportsTable;
  files: FilesTable;
  attachments: AttachmentsTable;
  message_attachments: MessageAttachmentsTable;
  shares: SharesTable;
  audit: AuditTable;
  handoffs: HandoffsTable;
  file_passages: FilePassagesTable;
  message_sources: MessageSourcesTable;
  passage_vectors: PassageVectorsTable;
  knowledge: KnowledgeTable;
  cached_answers: CachedAnswersTable;
}

export interface UsersTable {
  id: string;
  kind: 'guest' | 'wechat' | 'password';
  name: string;
  /** SHA-256, in hex, of what identifies the person to us: a device id is a credential and is not kept itself. */
  identity_hash: string;
  created_at: number;
  /** How WeChat names the person to this mini-program, and to all apps of its owner. They never leave the server. */
  openid: string | null;
  unionid: string | null;
  /** The account that everything of this guest moved to: its device is that account's from then on. */
  moved_to: Generated<string | null>;
}

/** Codes that one device shows and another confirms. */
export interface LinksTable {
  /** SHA-256, in hex, of the id: whoever knows that may confirm it. */
  id_hash: string;
  /** Whose device shows it, and whose account it gets. */
  user_id: string;
  confirmed_by: string | null;
  created_at: number;
  /** By the database's clock. */
  expires_at: number;
}

/** What people say is wrong with an answer or a share; `message_text` is how the message read then. */
export interface ReportsTable {
  id: string;
  user_id: string | null;
  message_id: string | null;
  share_id: string | null;
  reason: 'illegal' | 'harmful' | 'wrong' | 'privacy' | 'other';
  text: string | null;
  message_text: string | null;
  created_at: number;
}

export interface TopicsTable {
  id: string;
  user_id: string;
  title: string;
  pinned: Generated<0 | 1>;
  created_at: number;
  updated_at: number;
  /** Whose words the title is. The model's never replace the user's. */
  title_by: Generated<'question' | 'model' | 'user'>;
  /** What every question of the topic is asked with, where it is not the deployment's own. */
  system_prompt: string | null;
  model: string | null;
  retrieval: 'graph' | 'vector' | 'chunk' | 'off' | null;
  thinking: 'on' | 'off' | null;
  /** What stands for the turns that no longer fit the model's window, up to the message `summary_upto`. */
  summary_text: string | null;
  summary_upto: string | null;
}

/** Prompt templates people saved for themselves. */
export interface RolesTable {
  id: string;
  user_id: string;
  name: string;
  description: string;
  prompt: string;
  created_at: number;
  updated_at: number;
}

/** Words that people begin questions with. */
export interface TemplatesTable {
  id: string;
  user_id: string;
  name: string;
  text: string;
  updated_at: number;
}

export interface MessagesTable {
  id: string;
  topic_id: string;
  user_id: string;
  role: 'user' | 'assistant';
  text: string;
  reasoning: string | null;
  status: 'streaming' | 'complete' | 'stopped' | 'length' | 'failed' | 'interrupted';
  parent_id: string | null;
  /** The client's own id of the call that made this message: on a question for `ask`, an answer for `regenerate`. */
  ask_id: string | null;
  created_at: number;
  usage_json: string | null;
  error_json: string | null;
  /** The model asked for; null: the configured one. */
  model: string | null;
  /** Which process writes a running answer, and until when others take it to be alive, by the database's clock. */
  lease_owner: string | null;
  lease_until: number | null;
  /** Counts the writers an answer has had. Only the newest one may write it. */
  lease_generation: Generated<number>;
  /** 1: its user wants a running answer to end, wherever it is written. */
  stop_asked: Generated<0 | 1>;
  /** 1: on the branch of the topic that is shown. In the order of their ids those messages are that branch. */
  shown: Generated<0 | 1>;
  /** Tokens of `text`, and with it the names of its files, by the vocabulary `token_counter`; null: not counted yet. */
  token_count: number | null;
  token_counter: string | null;
  /** On an answer: what of the topic the model was given for it. */
  window_json: string | null;
  /** On an answer: how long the model thought before its first word, in ms. */
  reasoning_ms: number | null;
  /** The text as search compares it; null where that is the text itself, and while an answer runs. */
  folded: string | null;
  feedback: 'up' | 'down' | null;
  feedback_reason: string | null;
  suggestions_json: string | null;
  /** 1: a question that has attachments, so that most messages are read without looking for them. */
  attached: Generated<0 | 1>;
  /** On an answer: the evidence that the model was given for it, of each the beginning. */
  sources_json: string | null;
  /** On an answer: which evidence its question asked for; null: as its topic does. */
  retrieval: 'graph' | 'vector' | 'chunk' | 'off' | null;
}

/** Contents that are stored, each of them once, by the id that storage knows them by. */
export interface FilesTable {
  id: string;
  /** In hex. Null while a content is being written, and once it is being deleted: then nothing may use it. */
  sha256: string | null;
  bytes: number;
  /** Found out from the bytes. */
  mime: string | null;
  /** In which encoding a text is stored. */
  charset: string | null;
  status: 'processing' | 'ready' | 'failed';
  pages: number | null;
  error_json: string | null;
  created_at: number;
  /** How many passages it was read into, and their tokens by the estimate; null: not read yet. */
  passages: number | null;
  tokens: number | null;
  /** Which process reads it, and until when others take it to be alive, by the database's clock. */
  read_by: string | null;
  read_until: number | null;
  /** How often reading it was begun. */
  read_tries: Generated<number>;
  /** How far reading it has come, in pages or what it has in their place. */
  read_done: number | null;
  read_total: number | null;
  /** 1 where there was more in it than is kept. */
  cut: Generated<number>;
}

/** What was read out of a file, in reading order, `n` from 1: all texts together are its text. */
export interface FilePassagesTable {
  file_id: string;
  n: number;
  text: string;
  place_json: string;
  boxes_json: string | null;
  /** Of `text`, by the estimate. */
  tokens: number;
}

/** Of an answer's evidence the whole texts, by the numbers that it cites them by. */
export interface MessageSourcesTable {
  message_id: string;
  n: number;
  text: string;
}

/** What the passages from `n` on mean to an embedding model: bytes of so many dimensions each, in base64. */
export interface PassageVectorsTable {
  file_id: string;
  model: string;
  n: number;
  dimensions: number;
  vectors: string;
}

/** Answers that may be given again, by what their questions mean. */
export interface CachedAnswersTable {
  answer_id: string;
  /** What must be the same for it: instructions, model and all else that shapes an answer. */
  scope: string;
  question: string;
  /** The embedding model, and its vector: bytes of so many dimensions, in base64. */
  model: string;
  dimensions: number;
  vector: string;
  created_at: number;
}

/** Somebody's use of a file, under a name. */
export interface AttachmentsTable {
  id: string;
  user_id: string;
  file_id: string;
  /** In which topic it was asked about; null: not yet. */
  topic_id: string | null;
  name: string;
  created_at: number;
}

/** Which questions have an attachment: an edited question has those of the one it rewords. */
export interface MessageAttachmentsTable {
  message_id: string;
  place: number;
  attachment_id: string;
}

/** Files sent on to the GraphRAG service, which knows each by the row's id. Times are by the database's clock. */
export interface KnowledgeTable {
  id: string;
  /** Null once the user is gone: then it is to be deleted there. */
  user_id: string | null;
  /** What is sent; null once it is to be deleted there. A user has a file there once. */
  file_id: string | null;
  attachment_id: string | null;
  name: string;
  /** `deleting` until the service has confirmed it; nobody is told of it any more. */
  status: 'sending' | 'processing' | 'ready' | 'failed' | 'deleting';
  progress: number | null;
  error_json: string | null;
  created_at: number;
  /** Since when it is being sent. */
  since: number;
  /** When something is to be done about it; null: nothing. */
  due_at: number | null;
  /** How often in a row that came to nothing. */
  tries: Generated<number>;
  /** When the service took it, by the database's clock; null: it has not yet. */
  sent_at: number | null;
  /** Until when a process that is doing it is taken to be alive. */
  held_until: Generated<number>;
  /** Counts those who did. Only the newest one may tell what came of it. */
  generation: Generated<number>;
}

/** Topics as they were when they were shared. */
export interface SharesTable {
  id: string;
  user_id: string;
  topic_id: string;
  title: string;
  /** A live share keeps none: what is shown is read from its topic. */
  snapshot_json: string;
  live: Generated<0 | 1>;
  /** scrypt, as `passwords.ts` writes it; null: whoever knows the id may read. */
  password_hash: string | null;
  /** Which pictures may be asked for: their ids here, each with its attachment's. */
  pictures_json: string | null;
  /** Live, and texts are checked: ids of its answers, each with whether others may read it. */
  checked_json: string | null;
  views: Generated<number>;
  created_at: number;
  expires_at: number;
}

/** What happened to things that others may see, for whoever must account for it later. */
export interface AuditTable {
  id: string;
  at: number;
  /** Who did it; null: somebody who was not logged in. */
  user_id: string | null;
  /** Such as `share.created`. */
  action: string;
  /** What it was done to, such as a share's id. */
  subject: string;
  /** SHA-256 with the deployment's secret, in hex, of the address it came from. */
  address_hash: string | null;
  detail_json: string | null;
}

/** Codes by which one device opens a topic of another. */
export interface HandoffsTable {
  /** SHA-256, in hex, of the code. */
  code_hash: string;
  user_id: string;
  topic_id: string;
  /** Whose device took it, what that calls itself, and the digits it shows. */
  claimed_by: string | null;
  device: string | null;
  digits: string | null;
  /** All that the owner is to choose from, as JSON. */
  choices_json: string | null;
  /** What whoever took it agreed to. */
  joining: 'alone' | 'bring' | null;
  state: Generated<'waiting' | 'claimed' | 'confirmed' | 'refused' | 'done'>;
  created_at: number;
  expires_at: number;
}

export type MessageRow = Selectable<MessagesTable>;
export type TopicRow = Selectable<TopicsTable>;
export type RoleRow = Selectable<RolesTable>;
export type TemplateRow = Selectable<TemplatesTable>;
export type UserRow = Selectable<UsersTable>;
export type NewUser = Insertable<UsersTable>;
export type LinkRow = Selectable<LinksTable>;
export type AuditRow = Selectable<AuditTable>;
export type HandoffRow = Selectable<HandoffsTable>;
export type ReportRow = Selectable<ReportsTable>;
export type FileRow = Selectable<FilesTable>;
export type AttachmentRow = Selectable<AttachmentsTable>;
export type PassageRow = Selectable<FilePassagesTable>;
export type KnowledgeRow = Selectable<KnowledgeTable>;
export type ShareRow = Selectable<SharesTable>;
