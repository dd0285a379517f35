/**
 * What the suite asks of a browser engine: a few commands that both protocols have. Everything that people do on a page
 * is made of them in tests/browsers/page.
 */

/** What the browser answers when a page asks for durable storage. `absent`: pages cannot even ask. */
export type StorageAnswer = "granted" | "refused" | "unanswered" | "absent";

export type EngineOptions = {
	/** A folder that outlives the browser. */
	readonly profile: string;
	readonly storage: StorageAnswer;
	/** The engine's own mock device answers `getUserMedia`, without a question. */
	readonly mockCamera: boolean;
	readonly privateWindow: boolean;
	/** CSS pixels; the engine's usual size without it. */
	readonly viewport?: { readonly width: number; readonly height: number };
	/** As in Accept-Language. */
	readonly languages: readonly string[];
	/** Scripts that run in every document before its own. They may call `relaisTestFault(text)`. */
	readonly scripts: readonly string[];
	/** What those scripts report. */
	readonly onFault: (text: string) => void;
};

/** In pixels of the viewport. */
type Point = { readonly x: number; readonly y: number };
export type Region = Point & { readonly width: number; readonly height: number };

/** A key or a character: `key` is its WebDriver value. */
export type KeyStroke = { readonly type: "keyDown" | "keyUp"; readonly value: string };

export type EngineTab = {
	/** Calls a function of one string, given as source, in the page's world; it answers with a string or a promise. */
	call(source: string, argument: string): Promise<string>;
	goto(address: string): Promise<void>;
	reload(): Promise<void>;
	tap(point: Point): Promise<void>;
	keys(strokes: readonly KeyStroke[]): Promise<void>;
	/** PNG of the viewport or a part of it. */
	screenshot(region?: Region): Promise<Buffer>;
	/** PDF of the page on A4, where the engine can be asked for one. */
	print?(): Promise<Buffer>;
	close(): Promise<void>;
};

type RunningEngine = {
	newTab(): Promise<EngineTab>;
	/** Ends the browser as a person does; resolves when the profile can be opened again. */
	close(): Promise<void>;
};

export type Engine = {
	readonly name: string;
	/** What this engine can be made to answer. */
	readonly storageAnswers: readonly StorageAnswer[];
	launch(options: EngineOptions): Promise<RunningEngine>;
};
