package theseus.node;

import java.lang.System.Logger.Level;
import theseus.state.spi.StorageException;

/**
 * The node's log: an event name and {@code key=value} pairs, never a payload, a key or an exception
 * text that could hold one.
 */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("theseus.node");
    private static final int MAX_FRAMES = 12;

    private Log() {}

    static void debug(String event, Object... pairs) {
        write(Level.DEBUG, event, pairs);
    }

    static void info(String event, Object... pairs) {
        write(Level.INFO, event, pairs);
    }

    static void warning(String event, Object... pairs) {
        write(Level.WARNING, event, pairs);
    }

    /** The failure's class and frames; its text only when it is the node's own. */
    static void error(String event, Throwable failure, Object... pairs) {
        if (!LOGGER.isLoggable(Level.ERROR)) {
            return;
        }
        StringBuilder line = line(event, pairs);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            line.append(cause == failure ? " failure=" : " cause=")
                    .append(cause.getClass().getName());
            if (cause instanceof NodeException own) {
                line.append(" code=").append(own.code()).append(" text=\"");
                line.append(own.getMessage()).append('"');
            }
            if (cause instanceof StorageException storage) { // names files, and no content
                line.append(" code=").append(storage.code()).append(" text=\"");
                line.append(storage.getMessage()).append('"');
            }
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                line.append("\n    at ").append(frames[i]);
            }
        }
        LOGGER.log(Level.ERROR, line.toString());
    }

    private static void write(Level level, String event, Object... pairs) {
        if (LOGGER.isLoggable(level)) {
            LOGGER.log(level, line(event, pairs).toString());
        }
    }

    private static StringBuilder line(String event, Object... pairs) {
        StringBuilder line = new StringBuilder(event);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            line.append(' ').append(pairs[i]).append('=').append(pairs[i + 1]);
        }
        return line;
    }
}
