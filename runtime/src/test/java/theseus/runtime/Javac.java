package theseus.runtime;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java source in memory, as a module's author would. */
public final class Javac {
    private Javac() {}

    /** The classes by internal name; {@code name} is the binary name of the top-level class. */
    static SortedMap<String, byte[]> compile(String name, String source) {
        return compile(Map.of(name, source));
    }

    public static SortedMap<String, byte[]> compile(Map<String, String> sources) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var files = new Memory(compiler.getStandardFileManager(diagnostics, null, null));
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, source) -> units.add(new Source(name, source)));
        var options =
                List.of(
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-parameters",
                        "-proc:none",
                        "-Xlint:-removal");
        boolean ok = compiler.getTask(null, files, diagnostics, options, null, units).call();
        if (!ok) {
            throw new IllegalArgumentException(
                    diagnostics.getDiagnostics().stream()
                            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                            .map(Object::toString)
                            .toList()
                            .toString());
        }
        SortedMap<String, byte[]> classes = new TreeMap<>();
        files.outputs.forEach(
                (name, out) -> classes.put(name.replace('.', '/'), out.toByteArray()));
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String source;

        Source(String name, String source) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        final Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();

        Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String name,
                JavaFileObject.Kind kind,
                FileObject sibling) {
            var out = new ByteArrayOutputStream();
            outputs.put(name, out);
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return out;
                }
            };
        }
    }
}
