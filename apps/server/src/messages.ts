import type { MarkRole, UsedRole } from '@triad/realist';

/**
 * Every sentence that the server says to a person, by a stable code. Each says what was wrong,
 * where, and what to do; none ever carries a participant's words, an address or a token.
 */
export const MESSAGES = {
  /** `what` is one of {@link FIELD_FAULTS}. */
  'request/invalid': (path: string, what: string) =>
    path === '' ? `The request ${what}.` : `The field '${path}' ${what}.`,
  'request/not-json': () => 'The request is not valid JSON. Reload the page and try again.',
  'request/not-multipart': () =>
    "The request must be multipart with a field 'transcript' and, where the file is to be kept, a file 'original'.",
  'request/too-large': (limitBytes: number) =>
    `The request is larger than ${bytes(limitBytes)}. Send less at once.`,
  'request/foreign-origin': (own: string) =>
    `The request comes from another site. Open Triad at ${own} and try again.`,
  'request/too-many': (seconds: number) =>
    `Too many requests in a short time. Try again in ${plural(seconds, 'second')}.`,
  'request/stale': () =>
    'Somebody else changed this meanwhile, so nothing was changed. Look at it again and repeat what you did.',
  'request/exists': () => 'This exists already, so nothing was changed.',
  'request/no-route': () => 'The server has no such address. Check the path and the method.',
  'request/broken': () => 'The request could not be read to its end. Try again.',

  'session/needed': () => 'You are not signed in, or your session is over. Sign in and try again.',
  'rules/unknown': () =>
    'There is no such thing, or you are not a member of its project. Check the address, or ask a lead of the project for an invite.',
  'rules/not-allowed': () =>
    'Your roles in this project do not allow this. Ask a lead of the project.',
  'rules/blind': (number: number) =>
    `You code here blind until round ${number} is closed, so this waits until then.`,

  'accounts/wrong': () => 'E-mail and password do not match an account. Check both and try again.',
  'accounts/wrong-password': () => 'The current password is not right. Check it and try again.',
  'accounts/busy': () =>
    'Too many people are signing in at this moment. Try again in a few seconds.',
  'accounts/email-taken': () =>
    'There is an account with this e-mail address. Sign in first, then open the link again.',
  'accounts/unknown': () =>
    'No account has this address. Check its spelling; demo accounts have no password.',
  'accounts/link-over': () =>
    'This sign-in link was used already, or is too old. Ask for a new one.',
  'accounts/no-password': () =>
    'An account of the demo study has no password: it signs in by one-time links alone.',
  'accounts/demo-cannot-join': () =>
    'You are signed in as a person of the demo study. Sign out, open the link again and use an account of your own.',

  'setup/over': () =>
    'Triad is set up already. Sign in, or ask a lead of a project for an invite link.',
  'setup/wrong-token': () =>
    'This first-run link is not the one of the running server. Use the address that the server printed when it last started.',

  'invites/over': () =>
    'This invite was used already, was withdrawn, or is too old. Ask a lead of the project for a new one.',
  'invites/already-member': () => 'You are a member of this project already.',
  'invites/account-needed': () =>
    'Sign in first, or give a name, an e-mail address and a password to make an account.',
  'invites/used': () =>
    'This invite was used already, so it cannot be withdrawn. Remove the member instead.',
  'invites/too-many': (most: number) =>
    `The project has ${plural(most, 'open invite')}. Withdraw some before you make another.`,

  'projects/too-many': (most: number) =>
    `You are in ${plural(most, 'project')}, which is the limit. Remove one before you make another.`,
  'projects/too-many-demos': (most: number) =>
    `You have ${most} demo projects. Remove one before you make another.`,
  'members/too-many': (most: number) =>
    `The project has ${plural(most, 'member')}, which is the limit. Remove one before another joins.`,
  'members/last-lead': () =>
    'A project needs a lead, and this is the last one. Make somebody else a lead first.',
  'members/removed': () => 'This member was removed. Send a new invite to bring them back.',

  'participants/exists': (pseudonym: string) =>
    `The project has a participant ${pseudonym} already. Choose another pseudonym, or use that one.`,
  'participants/in-use': (transcripts: number) =>
    `This participant speaks in ${plural(transcripts, 'transcript')}. Change the speakers there first.`,
  'participants/too-many': (most: number) =>
    `The project has ${plural(most, 'participant')}, which is the limit.`,

  'transcripts/too-many': (most: number) =>
    `The project has ${plural(most, 'transcript')}, which is the limit. Remove one, or start another project.`,
  'transcripts/too-long': (mostUtf16: number) =>
    `The text is longer than ${plural(mostUtf16, 'character')}. Split it into several transcripts.`,
  'transcripts/unknown-speaker': (turn: number, key: string) =>
    `Turn ${turn} names the speaker '${key}', who is not in the list of speakers. Reload the page and try again.`,
  'transcripts/speaker-twice': (key: string) =>
    `The speaker '${key}' is in the list twice. Reload the page and try again.`,
  'transcripts/speaker-in-use': (key: string) =>
    `The text uses the speaker '${key}', so it must stay in the list of speakers.`,
  'transcripts/unknown-participant': (name: string) =>
    `The speaker '${name}' is mapped to a participant who is not in this project. Choose another one.`,
  'transcripts/bad-text': (turn: number) =>
    `Turn ${turn} holds a character that no text may hold (U+0000 or half of a pair). Remove it and import again.`,
  'transcripts/other-file': () =>
    'The file is not the one of the preview: its SHA-256 differs. Drop it again and import from the new preview.',
  'transcripts/original-missing': () =>
    'The original is to be kept but was not sent. Drop the file again, or import without keeping it.',
  'transcripts/being-edited': (name: string) =>
    `${name} is editing this text. One person edits at a time; try again when they are done.`,
  'transcripts/lease-over': () =>
    'Your right to edit this text is over. Press Edit text again; what was saved is safe.',
  'transcripts/lease-elsewhere': () =>
    'You edit this text in another tab or on another device now. What was saved is safe.',
  'transcripts/redacting': () =>
    'Words are being taken out of this transcript for good. It comes back by itself in a moment; nothing of yours is lost.',
  'redactions/moved': () =>
    'These words do not stand there any more. Look at the text again and select them anew.',
  'redactions/no-words': () =>
    'There is no letter and no figure in these words, so there is nothing to take out.',
  'redactions/replacement': () =>
    'With this replacement the words would still be there. Choose another one.',
  'redactions/too-many': (most: number) =>
    `These words stand in more than ${plural(most, 'place')}. Select longer ones.`,
  'history/gone': () =>
    'This version is not kept any more: the oldest make room for new ones. Reload the page and choose another.',
  'transcripts/no-original': () =>
    'The original of this transcript was not kept when it was imported.',

  'preview/name-missing': () => 'The name of the file is missing. Drop the file again.',
  'preview/too-large': (limitBytes: number) =>
    `The file is larger than ${bytes(limitBytes)}. If it is a recording, transcribe it first; if it is a document with pictures, save it without them.`,
  'preview/too-slow': (limitMs: number) =>
    `The file could not be read within ${plural(Math.round(limitMs / 1000), 'second')}. Save it anew as .docx or .txt, or split it, and try again.`,
  'preview/too-much-memory': () =>
    'The file needs more memory than an import may take. Save it anew as .docx or .txt, or split it, and try again.',
  'preview/busy': () => 'Many files are being read at this moment. Try again in a few seconds.',
  'preview/unreadable': (sentence: string) => sentence,

  'rounds/too-many': (most: number) =>
    `The project has ${plural(most, 'round')}, which is the limit.`,
  'rounds/unknown-transcript': () =>
    'One of the transcripts is not in this project, or not in this round. Look again and choose anew.',
  'rounds/unknown-coder': () =>
    'One of the coders is no coder of this project, or not in this round. Look again and choose anew.',
  'rounds/coder-is-blind': (number: number) =>
    `One of the coders codes one of these transcripts blind in round ${number}. Close that round first, or choose others.`,
  'rounds/open-already': (number: number) =>
    `One of these transcripts is open for coding in round ${number}. Close it there first.`,
  'rounds/due-past': () => 'The due date is past. Choose a later one.',
  'rounds/due-earlier': () =>
    'You code in this round yourself, so you can only make its date later. Ask another lead.',
  'rounds/too-many-changes': (most: number) =>
    `The date of this round, and who is in it, changed ${most} times, which is the limit.`,
  'rounds/no-due': () => 'Only a blind round that is open has a due date.',
  'rounds/over': () => 'This round is closed, or being closed. Reload the page.',
  'rounds/not-closed': () => 'This round is not closed, so there is nothing to open again.',
  'rounds/blind-as-a-whole': () =>
    'A blind round is closed as a whole, so that all are revealed at once.',
  'rounds/not-all-done': (waiting: number) =>
    `You code in this round yourself, so it can be closed when all are done or its date is past. ${plural(waiting, 'coder')} not done yet.`,
  'rounds/reopened-already': () => 'The round is open again for this coder already.',
  'rounds/too-many-reopenings': (most: number) =>
    `This round was opened again ${most} times, which is the limit.`,
  'rounds/coder-blind-elsewhere': (number: number) =>
    `This coder codes the same transcripts blind in round ${number}, so opening this one again would have no effect. Close that round first.`,
  'rounds/not-reopened': () => 'The round is not open again for this coder.',
  'rounds/no-basis': () =>
    'Figures can rest on a closed round of this transcript alone. Choose one that is closed.',

  'documents/newer': (count: number) =>
    `${plural(count, 'document')} in these data ${count === 1 ? 'was' : 'were'} written by a newer Triad, which this one cannot read. Start that version, or restore a backup from before it into an empty folder. Nothing was changed.`,

  'comments/too-many': (most: number) =>
    `This transcript has ${plural(most, 'comment')}, which is the limit. Remove some first.`,
  'comments/unknown-target': () =>
    'What the comment is about is not there any more. Look again and choose another place.',
  'comments/no-passage': () =>
    'This comment is not about words of the text, so it cannot be put on others. Write a new one there.',

  'comments/words-gone': () =>
    'Words were taken out of this transcript since this page was opened. Wait until it comes back by itself, or reload it, and write the comment again.',

  'agreement/no-round': () =>
    'No round of this transcript is closed yet, so there is nothing to compare. Close one first.',
  'agreement/too-much': (sentence: string) => sentence,
  'agreement/too-many-spans': (most: number) =>
    `The coders marked more here than can be compared, which is ${plural(most, 'span')} of all together.`,
  'agreement/too-slow': (limitMs: number) =>
    `It took longer than ${plural(Math.round(limitMs / 1000), 'second')} and was given up. So many marks lie so close together here; turn gamma off if it is on.`,
  'agreement/too-much-memory': () =>
    'It takes more memory than there is for it, so it was given up.',
  'agreement/busy': () =>
    'Many people look at agreement at this moment. Try again in a few seconds.',
  'agreement/no-format': () => 'The format is none of xlsx, csv and json. Choose one of them.',
  'consolidation/running': () =>
    'Candidates are being computed at this moment. Wait until that is done, or stop it first.',
  'candidates/accepted': () =>
    'This candidate is a CMOC already, or part of one. Change or retire the CMOC instead.',
  'candidates/nothing-left': () =>
    'Nothing is kept of any place of this candidate, so there is nothing to make a CMOC of. Look at the decisions on its places.',
  'candidates/undecided': () =>
    'Nothing is agreed yet of any place of this candidate, so a CMOC would have no quote. Decide one of its places first.',
  /** `name` is the lead's; null where nobody knows. */
  'decisions/decided-already': (name: string | null) =>
    `${name ?? 'Another lead'} has decided about this place meanwhile, so nothing was changed. Look at what was decided, and change it if you would still have it otherwise.`,
  'decisions/moved': () =>
    'The text, or what the coders marked here, is not what you saw, so nothing was changed. Look at the place as it is now and decide again.',
  'decisions/no-such-span': () =>
    'A span that was chosen is not one of this place. Look at the place again and choose of those that are there.',
  'decisions/no-words': () =>
    'There are no words between these two ends. Choose or draw a span that has some.',
  'decisions/beside': () =>
    'None of the words that were drawn is one that a coder marked here, so they are no decision on this place. Draw words of which at least one lies in one of its spans.',
  'decisions/half-character': () =>
    'The span that was drawn begins or ends in the midst of a character, so a part of it would be left. Draw it with the whole character, or without it.',
  'decisions/too-long': (most: number) =>
    `The span has more than ${most.toLocaleString('en')} characters. Draw a shorter one.`,
  'decisions/too-many-rulings': (most: number) =>
    `This place was decided ${plural(most, 'time')}, which is the limit. It stays as it was decided last.`,
  'decisions/no-such-coder': () =>
    'The strategy takes the spans of a coder who did not finish this transcript. Choose another one.',
  'decisions/no-batch': () =>
    'Nothing was decided here with that command, or all of it is gone. Look at the decisions again.',
  'decisions/not-asked': () =>
    'Those who coded this transcript in the round are asked for an answer. Write a comment in place of one.',
  'decisions/ruling-over': () =>
    'The place was decided anew, or reopened, since this page was opened. Look at what is decided now and answer that.',
  'decisions/answered-already': () =>
    'You have answered this decision already; each coder answers once. Write a comment if there is more to say.',
  'ties/too-many': (most: number) =>
    `Sketches of this transcript were joined and parted ${plural(most, 'time')}, which is the limit. Take some back first.`,
  'ties/unknown-sketch': () =>
    'A sketch that was chosen is not on this transcript any more. Look again and choose of those that are there.',
  'ties/two-needed': () => 'Only two sketches or more can be joined. Choose another one to it.',
  'flags/too-many': (most: number) =>
    `This transcript has ${plural(most, 'flag')}, which is the limit. Remove some first.`,

  'backup/no-data': (folder: string) =>
    `There are no Triad data in ${folder}. Name the data folder with --data or TRIAD_DATA.`,
  'backup/inside-data': (folder: string) =>
    `A backup in ${folder} would be lost with the data, in which it lies. Choose a folder elsewhere with --to, best on another disk.`,
  'backup/folder': (folder: string, code: string) =>
    `No backup can be made in ${folder} (${code}). Choose a folder in which this user may write with --to, or TRIAD_BACKUP_TO.`,
  'backup/exists': (folder: string) =>
    `There is a backup at ${folder} already; nothing is ever written over one. Try again.`,
  'backup/none': (folder: string) =>
    `There is no whole backup at ${folder}: manifest.json is missing. Give the folder of one backup; what lacks that file cannot be relied on.`,
  'backup/damaged': (folder: string, what: string) =>
    `The backup at ${folder} is damaged: ${what}. Do not rely on it; use an earlier one, or make a new one.`,
  'backup/newer': (folder: string) =>
    `The backup at ${folder} was made by a newer Triad. Use that version, or a newer one.`,
  'backup/unreadable': (documents: number, first: string) =>
    `The backup is as it was made, but ${plural(documents, 'document')} in it could not be read even then (the first is ${first}). All others are whole.`,
  'backup/not-opened': (things: number, first: string, keysFolder: string) =>
    `The backup is as it was made, but ${plural(things, 'thing')} in it cannot be opened with the keys in ${keysFolder} (the first is ${first}). Either its bytes were damaged in the data already, or these keys are older than the backup. Keep every earlier backup, and open them with the newest copy of the keys.`,
  'backup/keys-not-here': (keysFolder: string, folder: string) =>
    `What is sealed in it was counted, not opened: its keys are not in ${keysFolder}, or TRIAD_KEY is not set. Open it where they are: pnpm triad verify ${folder} --keys FOLDER`,
  'backup/too-slow': (limitMs: number) =>
    `The backup took longer than ${plural(Math.round(limitMs / 3_600_000), 'hour')} and was given up. Choose a quicker disk.`,
  'backup/too-much-memory': (limitMb: number) =>
    `The backup took more than ${limitMb} MB of memory and was given up. Run 'pnpm triad verify' on an earlier one, and make one with 'pnpm triad backup'.`,
  'backup/busy': () => 'Another backup is being made. Wait until it is done.',
  'backup/failed': (fault: string) =>
    `The backup failed (${fault}). Make one with 'pnpm triad backup' to see why.`,
  'backup/due': (at: string, sentence: string) =>
    `The backup that was due at ${at} is not there, or not whole. ${sentence}`,
  'backup/moved': () =>
    'Records changed places while they were copied, so no backup was made. Give the command again.',
  'backup/keys-apart': () =>
    "What is sealed is sealed in the backup too. The server's key and its key store are never part of one: keep a copy of them apart, or nothing sealed can be read again.",
  'restore/not-empty': (folder: string) =>
    `${folder} is not empty, and nothing in it is overwritten. Choose another folder with --to, or give --move-aside to rename it first.`,
  'restore/not-movable': (folder: string, code: string) =>
    `${folder} cannot be renamed (${code}), as a mounted folder cannot. Move its contents away yourself, then restore into the empty folder.`,
  'restore/keys': (folder: string) =>
    `What is sealed opens with the keys of these data alone, and they are not in ${folder}. Put a copy of their folder of keys there, or set TRIAD_KEYS to one: a copy, since what is deleted here would lose its key elsewhere too.`,
  'restore/no-keys': () =>
    "What is sealed opens with the keys of these data alone, and they are not in MongoDB (the collection 'keys'). Give a copy of their key store with --keys. Nothing was changed.",
  'restore/again': () =>
    'Everybody signs in again. Passwords, roles and members are those of the backup, also of people who were removed since. Invite and sign-in links that were open are withdrawn.',
  'sealing/keep-keys': (source: string, keysFolder: string) =>
    `Transcripts will be sealed with the keys in ${keysFolder} (the key store), and those with the server's key, which is in ${source}. The two together open everything: keep them apart from one another, and back them up apart from one another and from the data. TRIAD_KEY can hold the server's key in place of a file. Without both nobody can read a transcript again.`,
  'sealing/bad-key': (source: string) =>
    `${source} is not the base64 of exactly 32 bytes. Give the key that was used before; for a new server, make one with 'openssl rand -base64 32'.`,
  'sealing/keys-inside': (keysFolder: string, dataFolder: string) =>
    `The folder of keys ${keysFolder} is inside the data folder ${dataFolder}, so that a copy of the data would hold the keys too. Set TRIAD_KEYS to a folder outside of it.`,
  'sealing/folder': (keysFolder: string, code: string) =>
    `The folder of keys ${keysFolder} cannot be used (${code}). Let this user write there, or set TRIAD_KEYS to another folder.`,
  'sealing/store-missing': (keysFolder: string) =>
    `The transcripts are sealed, and their key store is not in ${keysFolder}. Bring back the folder of keys that goes with these data, or set TRIAD_KEYS to where it is. Nothing was changed.`,
  'sealing/data-missing': (file: string, keysFolder: string) =>
    `${file} is not there, or is empty, but the key store in ${keysFolder} has keys of transcripts. Restore a backup, or point TRIAD_DATA to where the data are. To begin anew on purpose, move ${keysFolder} away. Nothing was changed.`,
  'sealing/store-other': (keysFolder: string) =>
    `The key store in ${keysFolder} goes with other data. Bring back the one of these data, or set TRIAD_KEYS to where it is. Nothing was changed.`,
  'sealing/store-unreadable': (path: string) =>
    `The key store of ${path} cannot be read. Bring it back from where it was backed up. Nothing was changed.`,
  'sealing/store-newer': (path: string) =>
    `The key store of ${path} was made by a newer Triad. Start that version. Nothing was changed.`,
  'sealing/key-missing': (keysFolder: string) =>
    `There is a key store in ${keysFolder}, but not the key of the server: TRIAD_KEY is not set, and there is no file server.key. Bring the key back; a new one could not read anything. Nothing was changed.`,
  'sealing/key-wrong': (source: string, keysFolder: string) =>
    `The key of ${source} is not the one with which the key store in ${keysFolder} was made. Give that one; no other can read the transcripts. Nothing was changed.`,
  'sealing/keys-lacking': (count: number, first: string, keysFolder: string) =>
    `The key store in ${keysFolder} lacks the keys of ${plural(count, 'transcript')} (the first is ${first}): it is older than the data. Bring back the newest copy of the key store. Nothing was changed.`,
  'sealing/keep-shared-key': (source: string) =>
    `Transcripts will be sealed with keys in the collection 'keys' of MongoDB (the key store), and those with the server's key, which is in ${source}. Every server on these data needs the same server's key: give it to each as TRIAD_KEY. Keep it apart from MongoDB and from its backups; without it nobody can read a transcript again.`,
  'sealing/shared-missing': () =>
    "The transcripts in MongoDB are sealed, and its collection 'keys' has no key store. Bring back the collection that goes with these data. Nothing was changed.",
  'sealing/shared-other': () =>
    "The key store in MongoDB (the collection 'keys') goes with other data. Bring back the one of these data. Nothing was changed.",
  'sealing/shared-unreadable': () =>
    "The key store in MongoDB (the collection 'keys') cannot be read. Bring it back from where it was backed up. Nothing was changed.",
  'sealing/shared-newer': () =>
    "The key store in MongoDB (the collection 'keys') was made by a newer Triad. Start that version. Nothing was changed.",
  'sealing/shared-key-missing': (keysFolder: string) =>
    `There is a key store in MongoDB, but this server has no key: TRIAD_KEY is not set, and there is no file server.key in ${keysFolder}. Give it the key that the other servers on these data have; a new one could not read anything. Nothing was changed.`,
  'sealing/shared-key-wrong': (source: string) =>
    `The key of ${source} is not the one with which the keys in MongoDB were wrapped. All servers on the same data have one server's key: give this one the same as the others, as TRIAD_KEY. Nothing was changed.`,
  'sealing/shared-lacking': (count: number, first: string) =>
    `The key store in MongoDB lacks the keys of ${plural(count, 'transcript')} (the first is ${first}): it is older than the data. Bring back the newest copy of the collection 'keys'. Nothing was changed.`,
  'migrate/unfinished': () =>
    "These data are a copy that 'pnpm triad migrate' did not finish, so nothing of them is served. Give the same command again, which makes the copy anew. Nothing was changed.",
  'migrate/from-unfinished': (from: string) =>
    `What is in ${from} is itself a copy that was not finished. Finish that first, or copy from where it came. Nothing was changed.`,
  'migrate/no-data': (from: string) =>
    `There are no data in ${from}, so there is nothing to copy. Name the folder of the data, or the variable with the right connection string.`,
  'migrate/not-empty': (to: string) =>
    `There are data in ${to} already, and nothing of them is overwritten. Name an empty folder or database.`,
  'migrate/keys-not-empty': (to: string) =>
    `The place of the keys of ${to} has a key store already, and nothing of it is overwritten. Name another with --to-keys, or another database.`,
  'migrate/keep-key': (file: string | null) =>
    `The keys were copied as they are wrapped. The server's key was not: give the server on the copy the same one, as TRIAD_KEY${file === null ? '' : `, or as the file ${file}`}. Serve one of the two stores from now on, never both.`,
  'migrate/no-keys': (from: string) =>
    `There is no key store in ${from}. Name the folder of keys, or the variable with the right connection string.`,
  'migrate/differs': (to: string) =>
    `What was copied into ${to} is not what is there to be copied: somebody wrote meanwhile, or a disk is at fault. Stop every server on both, and give the command again. The copy is not served as it is.`,
  'sealing/records-missing': () =>
    "The key store in MongoDB (the collection 'keys') has keys of transcripts, but the data beside it belong to none: they are lost, or were not copied whole. Bring them back, or name another database in TRIAD_STORE. Nothing was changed.",

  'method/group-in-use': (title: string) =>
    `CMOCs stand under the outcome group '${title}', retired ones perhaps. Give them another group before you remove it.`,
  'method/no-such-coder': () =>
    'The strategy takes what one coder marked, but nobody of this project has this id. Choose one of its members, or another strategy.',
  'method/group-twice': () => 'Two outcome groups have the same id. Reload the page and try again.',
  'cmocs/too-many': (most: number) =>
    `A project holds at most ${plural(most, 'CMOC')}, retired ones too, so none was made. Combine some, or begin another project.`,
  'cmocs/too-large': (parts: number, evidence: number) =>
    `A CMOC has at most ${plural(parts, 'part')} and ${plural(evidence, 'piece')} of evidence. Take some out, or divide it.`,
  'cmocs/no-group': () =>
    'There is no such outcome group any more. Look at the groups again and choose one.',
  'cmocs/retired': () =>
    'This CMOC is retired, so it stays as it is. Bring it back first, or work on what came of it.',
  'cmocs/not-retired': () => 'This CMOC is not retired. Look at it again.',
  'cmocs/retired-by-lineage': () =>
    'This CMOC was retired by a combining or dividing, or by undoing one. It comes back when that is undone.',
  'lineages/quotes-left': (left: number) =>
    `Say of every quote where it goes, or that it goes nowhere: ${plural(left, 'quote')} ${left === 1 ? 'is' : 'are'} missing. Nothing was changed.`,
  'lineages/moved': () =>
    'A quote, a part or the wording that was named is not there any more: somebody changed the draft meanwhile. Look at it again; nothing was changed.',
  'lineages/told-twice': () =>
    'For one quote it was said twice where it goes. Say it once; nothing was changed.',
  'lineages/no-child': () =>
    'A quote goes to a CMOC that is not made. Look at where the quotes go; nothing was changed.',
  'lineages/one-twice': () => 'One CMOC was named twice. Choose each once.',
  'lineages/too-many': (most: number) =>
    `CMOCs of one project are combined and divided ${plural(most, 'time')} at most. Change the drafts by hand.`,
  'lineages/over': () => 'This was undone already. Look at the CMOCs again.',
  'lineages/built-on': () =>
    'Something that came of it was combined or divided since. Undo that first.',
  'sign-offs/draft-moved': () =>
    'The draft says something else than you saw: somebody wrote in it meanwhile. Read it again and put it to sign-off then.',
  'sign-offs/nothing-said': () =>
    'The CMOC has no sentence yet, so there is nothing to sign. Write it first.',
  'sign-offs/no-change': () =>
    'The draft says the same as the version that is up for sign-off. Change it first, or leave that one up.',
  'sign-offs/too-many-versions': (most: number) =>
    `One CMOC is put to sign-off ${plural(most, 'time')} at most. Make a new one of it by dividing.`,
  'sign-offs/too-long': (title: number, sentence: number) =>
    `A title has at most ${plural(title, 'character')} and a sentence ${plural(sentence, 'character')} when it is put to sign-off. Shorten it; the narrative may be longer.`,
  'sign-offs/role-off': (off: readonly UsedRole[]) =>
    `The settings of the method leave out ${off.map(({ role, by }) => `${ROLE_NAMES[role]} (${role}), which the draft has in its ${by.join(' and its ')}`).join(', and ')}. Give another role there, or offer the role in the settings, and put it to sign-off then.`,
  'sign-offs/other-version': () =>
    'This version is not up for sign-off, or not any more. Look at the CMOC again, and sign what it says now.',
  'sign-offs/too-many': (most: number) =>
    `You said something else about this version ${plural(most, 'time')}, which is the limit. Speak with the lead.`,
  'sign-offs/no-objection': () => 'There is no open objection here. Look at the CMOC again.',
  'sign-offs/not-yours': () =>
    'An objection is withdrawn by whoever made it alone. A lead can go on in spite of it, and says why.',
  'sign-offs/reason-needed': () =>
    'Say why you go on in spite of the objection: it stays in the record.',
  'sign-offs/nobody-outstanding': () =>
    'Nobody is outstanding here: everybody signed, or nothing is up for sign-off.',
  'sign-offs/reminded': () =>
    'Those who are outstanding were reminded less than an hour ago. Wait a little.',
  'sign-offs/no-format': () =>
    "The export has no such format. Ask for '?as=csv', '?as=json' or '?as=xlsx'.",
  'sign-offs/export-failed': () =>
    "The file could not be made now. Try again in a moment, or ask for '?as=json'.",
  'reviews/over': () =>
    'This link is unknown, was withdrawn, or is too old. Ask whoever sent it for a new one.',
  'reviews/no-item': () =>
    'This is not part of what you were asked. Reload the page and try again.',
  'reviews/too-often': (most: number) =>
    `This answer was changed ${plural(most, 'time')}, which is the limit. Tell whoever sent the link what you mean.`,
  'reviews/too-many': (most: number) =>
    `A project has at most ${plural(most, 'review link')}, those that are over too. Ask the same people again by one that is open.`,
  'reviews/no-cmoc': () =>
    'A CMOC that was chosen is retired or gone. Look at the list again and choose anew.',
  'reviews/no-evidence': () =>
    'A quote that was chosen is not evidence of the CMOC any more. Look at it again and choose anew.',
  'reviews/withdrawn': () => 'This link was withdrawn already.',

  'events/too-many-sockets': (most: number) =>
    `Triad is open ${most} times for this account, in tabs and on devices, which is the limit. Close some; this page tries again by itself.`,
  'events/too-many-projects': (most: number) =>
    `This page watches ${most} projects, which is the limit. Leave one first.`,
  'events/too-many-watches': (most: number) =>
    `This page asked to watch a project ${plural(most, 'time')}, which is the limit. Load it again.`,

  'demo/elsewhere': () =>
    'A demo project is at home with another server. End all servers but this one and give the command again.',

  'server/unavailable': () =>
    'The store cannot take or find this now. Nothing that was confirmed is lost. Try again in a moment.',
  'server/stopping': () =>
    'The server is being stopped or started anew. Nothing that was confirmed is lost. Try again in a moment.',
  'server/elsewhere': () =>
    'The server that this project is at home with does not answer, and another is taking its place. Nothing that was confirmed is lost. Try again in a moment.',
  'server/full': () =>
    "The server's disk is full, so nothing new can be stored. Nothing that was confirmed is lost. Tell whoever runs the server to make room.",
  'server/too-large': () => 'This is larger than the store takes in one piece. Make it smaller.',
  'server/failed': (reference: string) =>
    `Something went wrong on the server. Try again; if it stays so, tell the operator the reference ${reference}.`,
  'server/web-not-built': () =>
    "The web app is not built. Run 'pnpm build', or start with 'pnpm start', which does it.",
} as const satisfies Readonly<Record<string, (...parameters: never[]) => string>>;

/** What may be wrong with a field, as the end of a sentence that begins with its name. */
export const FIELD_FAULTS = {
  missing: () => 'is missing. Fill it in',
  empty: () => 'is empty. Fill it in',
  'too-short': (least: number) => `is too short. It needs at least ${plural(least, 'character')}`,
  'too-long': (most: number) =>
    `is too long. It may have at most ${plural(most, 'character')}; shorten it`,
  'too-few': (least: number) => `has too few entries. Give at least ${least.toLocaleString('en')}`,
  'too-many': (most: number) => `has too many entries. Give at most ${most.toLocaleString('en')}`,
  'too-small': (least: number) => `is too small. Give at least ${least.toLocaleString('en')}`,
  'too-great': (most: number) => `is too great. Give at most ${most.toLocaleString('en')}`,
  'not-an-address': () => 'is not an e-mail address. Check its spelling',
  'not-an-id': () => 'is not an id. Reload the page and try again',
  'not-one-line': () => 'has more than one line. Write it in one',
  'half-character': () =>
    'has half of a character, so it would not stay as it is. Write that character again',
  'not-a-choice': (choices: string) => `is none of ${choices}. Choose one of them`,
  'not-text': () => 'is not text. Write it as text',
  'not-a-number': () => 'is not a number. Give a number',
  'not-whole': () => 'is not a whole number. Give one without a fraction',
  'not-a-switch': () => 'is neither true nor false. Give one of them',
  'not-a-list': () => 'is not a list. Give a list',
  'not-an-object': () => 'is not an object with fields. Give one',
  'unknown-field': (name: string) =>
    name === ''
      ? 'has a field that is not known here. Leave it out'
      : `has a field '${name}' that is not known here. Leave it out, or check its spelling`,
  'wrong-form': () => 'does not have the form that is needed. Check it, or reload the page',
} as const;

/** For whoever runs the server: in its log, and by the command line. */
export const OPERATOR_MESSAGES = {
  loss: ({ commits, updates, changes, since, until }: LossCounts) =>
    `The write-ahead log was damaged: ${plural(commits, 'commit')} that had been confirmed ${commits === 1 ? 'is' : 'are'} missing, with ${plural(updates, 'update')} of documents and ${plural(changes, 'other change')}, made ${since === null ? 'before' : `after ${since} and up to`} ${until}. Clients that still hold a document bring its updates back when they connect: ask people to leave their tabs open. 'triad status' names the documents.`,
  logSetAside: () =>
    'The write-ahead log was older than the database file, which has everything that was confirmed. It was put aside and is not needed any more.',
  noCounter: () =>
    'The counter of commits (triad.commits in the data folder) is gone or cannot be read, so it cannot be told whether something that was confirmed is missing. It was begun anew.',
  lostLayersBack: () =>
    'Layers that were begun in what is missing can be brought back by those who hold them.',
  migrated: (count: number) =>
    `${plural(count, 'document')} of an earlier version ${count === 1 ? 'was' : 'were'} written anew in the present form.`,
  notMigrated: (count: number) =>
    `${plural(count, 'document')} of an earlier version could not be written anew; the lines before name them. They stay as they are and nobody can open them: keep a backup and report it.`,
  full: () =>
    'The disk of the data folder or of the key store is full, so nothing new is stored. Nothing that was confirmed is lost. Make room on it; the server need not be started anew.',
  backupsOfOthers: (count: number, to: string) =>
    `${plural(count, 'backup')} in ${to} ${count === 1 ? 'is' : 'are'} of other data than these, and ${count === 1 ? 'was' : 'were'} left alone. Look whether TRIAD_DATA is the folder that you mean, and mounted. If it is, give each server a folder of backups of its own (TRIAD_BACKUP_TO), or move ${count === 1 ? 'it' : 'them'} elsewhere.`,
  backupsUnknown: (count: number, to: string) =>
    `${plural(count, 'backup')} in ${to} ${count === 1 ? 'was' : 'were'} made before backups said of which data they are, so Triad does not remove ${count === 1 ? 'it' : 'them'}. Remove by hand what is not needed any more.`,
  keysOpen: (path: string, mode: string, closed: string) =>
    `${path} can be read or changed by other users of this machine (mode ${mode}). Whoever reads the server's key and the key store can open every transcript. Close it: chmod ${closed} '${path}'`,
  takenOver: () =>
    'another server took these data over, since this one did not answer for long; it ends, so that the two do not undo one another',
  folderNotUsed: (folder: string) =>
    `TRIAD_STORE names MongoDB, and there is a database of before in ${folder}, which is left alone: what is in it is not served. If it should be, unset TRIAD_STORE.`,
  broke: () =>
    'The store broke, and the server stops. Nothing that was confirmed before is taken back by that.',
} as const;

type LossCounts = {
  readonly commits: number;
  readonly updates: number;
  readonly changes: number;
  readonly since: string | null;
  readonly until: string;
};

const ROLE_NAMES: Readonly<Record<MarkRole, string>> = {
  C: 'context',
  M: 'mechanism',
  O: 'outcome',
  I: 'intervention',
  A: 'actor',
};

export type MessageCode = keyof typeof MESSAGES;
export type MessageParameters<Code extends MessageCode> = Parameters<(typeof MESSAGES)[Code]>;

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count.toLocaleString('en')} ${noun}s`;
}

function bytes(count: number): string {
  const mega = count / (1024 * 1024);
  return mega >= 1 ? `${Math.floor(mega)} MB` : `${Math.floor(count / 1024)} kB`;
}
