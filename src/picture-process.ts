// The process that makes one picture anew: started by the app, never by itself (src/rooms/conversations/make-picture.ts).
import './rooms/conversations/remake-process.ts';
