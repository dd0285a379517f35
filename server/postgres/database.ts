/** A PostgreSQL that can be used, whoever started it. */
export type Database = {
	/** Connection string of the application's database. */
	readonly url: string;
	/** True for DATABASE_URL: nothing was started, `stop` does nothing. */
	readonly external: boolean;
	/** Makes an empty database, answers its connection string. */
	createDatabase(name: string): Promise<string>;
	dropDatabase(name: string): Promise<void>;
	/** Rolls back what is open and waits until the server is gone. */
	stop(): Promise<void>;
	/** Stops, then deletes the cluster with all its data (tests). */
	destroy(): Promise<void>;
};
