// The door of conversations: private words between the people who share them.
export { conversation, type Conversation, type Message, messagesAfter, type MessagesAfter, messagesToKeep, messagesToShow } from './messages.ts';
export { type ConversationInList, myConversations } from './conversations.ts';
export { markRead } from './mark-read.ts';
export { makePicture, PICTURE_BYTES } from './make-picture.ts';
export type { PictureSeen } from '../../proof/index.ts';
export { picture, PICTURE_TYPE, type PictureOpened, pictureToKeep, sealedFilesOf } from './pictures.ts';
export { sendMessage } from './send-message.ts';
export { say, type Unsaid } from './say.ts';
export { closeConversation, generationsOf, membersOf, membershipOf, openConversation, startConversation } from './steps.ts';
export { keyName, type KeyOf, keysFor } from './words.ts';
export { type Beside, moveToNextKey, type OwnMessages, ownKeys, type Removed, removeOwnMessages } from './own-words.ts';
export { openWordsBeside, type Place, sealWordsBeside, type WordsBeside } from './sealed-words.ts';
export { atHand, type AtHand, noteKinds, type NoteRead, readNote, type Starting, startingWords } from './at-hand.ts';
