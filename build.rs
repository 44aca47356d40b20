//! The icon, the version and the manifest of the program for Windows; nothing elsewhere.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=packaging/windows");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "windows") {
        winresource::WindowsResource::new()
            .set_icon("packaging/windows/sortie.ico")
            .set_manifest_file("packaging/windows/sortie.manifest")
            .set_language(0x0804)
            .set("ProductName", "Sortie")
            .set("FileDescription", "Sortie")
            .set("OriginalFilename", "sortie.exe")
            .set("LegalCopyright", "MIT OR Apache-2.0")
            .compile()?;
    }
    Ok(())
}
