// The keyring's own program: started by the app, or by itself for several machines (src/keyring/main.ts).
import './keyring/main.ts';
