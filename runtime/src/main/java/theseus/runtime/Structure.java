package theseus.runtime;

import java.lang.classfile.Attribute;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The outer bounds of a class file: its version, its sizes, and that it can be read at all. */
final class Structure {
    static final int OLDEST_VERSION = ClassFile.JAVA_17_VERSION;
    static final int NEWEST_VERSION = ClassFile.JAVA_25_VERSION;
    static final int MAX_CLASS_BYTES = 256 * 1024;
    static final int MAX_CONSTANTS = 16_384;
    static final int MAX_MEMBERS = 1024;
    static final int MAX_ATTRIBUTES = 32;

    /** HotSpot leaves methods above 8000 bytes to the interpreter; metering adds about half. */
    static final int MAX_CODE_BYTES = 4096;

    /** An initialiser runs once; large enums have large ones. */
    static final int MAX_INITIALISER_BYTES = 32 * 1024;

    static final int MAX_LOCALS = 256;
    static final int MAX_STACK = 256;
    static final int MAX_HANDLERS = 256;

    /** Behind magic number, minor and major version. */
    private static final int VERSION_END = 8;

    private final Findings findings;

    Structure(Findings findings) {
        this.findings = findings;
    }

    /** The class, read whole; empty, with a finding, when it cannot be. */
    Optional<ClassModel> read(String name, byte[] content) {
        if (content.length > MAX_CLASS_BYTES) {
            refuse(name, "", "the class file has " + content.length + " bytes", "split the class");
            return Optional.empty();
        }
        Optional<String> problem = ClassOutline.problem(content);
        if (problem.isPresent()) {
            refuse(name, "", problem.get(), "build with plain javac; split what is large");
            return Optional.empty();
        }
        try {
            ClassModel model = ClassFile.of().parse(content);
            model.constantPool().forEach(Structure::readWhole);
            Universe.supertypes(model).forEach(ClassNames::desc);
            if (!model.thisClass().asInternalName().equals(name)) {
                refuse(name, "", "the file holds another class", "build the JAR again");
                return Optional.empty();
            }
            return isBounded(name, model) ? Optional.of(model) : Optional.empty();
        } catch (RuntimeException e) { // the library says in many ways that it cannot read
            refuse(name, "", "the file is no class file that can be read", "build the JAR again");
            return Optional.empty();
        }
    }

    /** What to say of a file that the library does not read: it reads no versions to come. */
    static String whyUnreadable(byte[] content) {
        if (content.length > VERSION_END
                && ByteBuffer.wrap(content).getInt() == ClassFile.MAGIC_NUMBER
                && ByteBuffer.wrap(content).getShort(VERSION_END - 2) > NEWEST_VERSION) {
            return "it is compiled for class file version "
                    + ByteBuffer.wrap(content).getShort(VERSION_END - 2);
        }
        return "the file is no class file that can be read";
    }

    /** Entries are read when they are used; what cannot be read is to be found here. */
    private static void readWhole(PoolEntry entry) {
        switch (entry) {
            case Utf8Entry text -> text.stringValue();
            case ClassEntry type -> type.asSymbol();
            case NameAndTypeEntry member -> member.name().stringValue();
            case MemberRefEntry member -> member.owner().asSymbol();
            case LoadableConstantEntry constant -> constant.constantValue();
            default -> {}
        }
    }

    private boolean isBounded(String name, ClassModel model) {
        int version = model.majorVersion();
        if (version < OLDEST_VERSION || version > NEWEST_VERSION || model.minorVersion() != 0) {
            refuse(
                    name,
                    "",
                    "it is compiled for class file version " + version + "." + model.minorVersion(),
                    "compile with --release 17 to 25 and without preview features");
            return false;
        }
        int constants = model.constantPool().size();
        int members = model.fields().size() + model.methods().size();
        if (constants > MAX_CONSTANTS || members > MAX_MEMBERS) {
            refuse(
                    name,
                    "",
                    "it has " + constants + " constants and " + members + " members",
                    "split the class: " + MAX_CONSTANTS + " and " + MAX_MEMBERS + " are the most");
            return false;
        }
        boolean bounded = attributesAreBounded(name, "", model);
        for (var field : model.fields()) {
            field.fieldType().stringValue();
            bounded &= attributesAreBounded(name, field.fieldName().stringValue(), field);
        }
        for (MethodModel method : model.methods()) {
            method.methodType().stringValue();
            bounded &= isBounded(name, method);
        }
        return bounded;
    }

    private boolean isBounded(String name, MethodModel method) {
        String methodName = method.methodName().stringValue();
        boolean bounded = attributesAreBounded(name, methodName, method);
        if (method.code().isEmpty()) {
            return bounded;
        }
        CodeModel model = method.code().get();
        model.elementList(); // reads it whole, so that what cannot be read is found here
        var code = (CodeAttribute) model;
        int most = methodName.equals("<clinit>") ? MAX_INITIALISER_BYTES : MAX_CODE_BYTES;
        if (code.codeLength() > most) {
            refuse(
                    name,
                    methodName,
                    "the method has " + code.codeLength() + " bytes of code",
                    "split it: beyond " + most + " bytes it would only be interpreted");
            return false;
        }
        if (code.maxLocals() > MAX_LOCALS
                || code.maxStack() > MAX_STACK
                || code.exceptionHandlers().size() > MAX_HANDLERS) {
            refuse(
                    name,
                    methodName,
                    "the method has too many variables or handlers",
                    "split it: " + MAX_LOCALS + " of each are the most");
            return false;
        }
        return bounded;
    }

    private boolean attributesAreBounded(String name, String member, AttributedElement element) {
        int annotations = 0;
        for (Attribute<?> attribute : element.attributes()) {
            if (attribute instanceof RuntimeVisibleAnnotationsAttribute visible) {
                annotations += visible.annotations().size();
            }
        }
        if (element.attributes().size() > MAX_ATTRIBUTES || annotations > MAX_ATTRIBUTES) {
            refuse(name, member, "it carries too many attributes", "build with plain javac");
            return false;
        }
        return true;
    }

    private void refuse(String name, String method, String problem, String advice) {
        findings.add(name, method, problem, advice);
    }
}
