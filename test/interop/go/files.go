//go:build !libs033

package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"os"
	"strings"

	"github.com/elastic/elastic-agent-libs/logp"
	"github.com/elastic/elastic-agent-libs/transport/tlscommon"
)

// fileJobs are files to load, each in both roles. Key is a private key of none of them.
type fileJobs struct {
	Key   string   `json:"key"`
	Files []string `json:"files"`
}

// fileVerdict says why a program would not load a file; nothing where it does.
type fileVerdict struct {
	File        string `json:"file"`
	Authorities string `json:"authorities,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	// Skipped are the certificates of a CA file that are left out silently, and why.
	Skipped []string `json:"skipped,omitempty"`
}

func judgeFiles(input io.Reader) ([]fileVerdict, error) {
	var jobs fileJobs
	if err := json.NewDecoder(input).Decode(&jobs); err != nil {
		return nil, err
	}
	log, _, err := newLog()
	if err != nil {
		return nil, err
	}
	verdicts := make([]fileVerdict, len(jobs.Files))
	for i, file := range jobs.Files {
		verdicts[i] = fileVerdict{
			File:        file,
			Authorities: authoritiesError(file, log),
			Certificate: certificateError(file, jobs.Key, log),
			Skipped:     skipped(file),
		}
	}
	return verdicts, nil
}

func authoritiesError(file string, log *logp.Logger) string {
	_, errs := tlscommon.LoadCertificateAuthorities([]string{file}, log)
	if len(errs) == 0 {
		return ""
	}
	return errs[0].Error()
}

// certificateError leaves out that the key is another certificate's: it is.
func certificateError(file, key string, log *logp.Logger) string {
	_, err := tlscommon.LoadCertificate(&tlscommon.CertificateConfig{Certificate: file, Key: key}, log)
	if err != nil && strings.HasPrefix(err.Error(), "tls: private key ") {
		return ""
	}
	return text(err)
}

// skipped repeats what x509.CertPool.AppendCertsFromPEM leaves out.
func skipped(file string) []string {
	content, err := os.ReadFile(file)
	if err != nil {
		return []string{err.Error()}
	}
	var reasons []string
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" || len(block.Headers) != 0 {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			reasons = append(reasons, err.Error())
		}
	}
	return reasons
}
