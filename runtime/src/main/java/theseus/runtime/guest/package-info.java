/**
 * What stands beside a module inside its loader: the meter, and the runtime's own library in place
 * of the JDK's. Each loader defines its own, metered copies of these classes; the ones that the
 * outside sees are never run.
 */
package theseus.runtime.guest;
