import { z } from "zod";

/**
 * `GET /api/health`: may devices send? Answered without touching the database, so that 12,000 counters may ask once a
 * minute; 503 with Retry-After while the portal sheds load.
 */
export const HEALTH_PATH = "/api/health";
export const healthAnswer = z.object({ status: z.literal("ok"), time: z.int().nonnegative() });
