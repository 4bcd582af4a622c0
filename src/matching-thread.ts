// The thread of a matching round: started by the app, never by itself (src/rooms/matching/making/start-thread.ts).
import './rooms/matching/making/thread.ts';
