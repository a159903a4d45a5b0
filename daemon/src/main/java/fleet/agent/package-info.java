/**
 * A machine's own reporter: collect, spool, send. What a coordinator answers can say when to come
 * again, and nothing that could be run.
 */
@org.jspecify.annotations.NullMarked
package fleet.agent;
