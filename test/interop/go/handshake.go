package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/elastic/elastic-agent-libs/config"
	"github.com/elastic/elastic-agent-libs/logp"
	"github.com/elastic/elastic-agent-libs/transport/tlscommon"
)

// patience bounds one connection: a handshake over loopback takes milliseconds.
const patience = 10 * time.Second

// job is one connection. Server and Client are `ssl` settings as they stand in Elastic's configuration files; JSON is YAML,
// so they are read by the very code that reads those.
type job struct {
	ID     string          `json:"id"`
	TLS    string          `json:"tls"`
	Server json.RawMessage `json:"server"`
	Client json.RawMessage `json:"client"`
	// Dial is the name the client connects to; empty for a program that does not tell its TLS settings the name.
	Dial string `json:"dial"`
	// At asks for the paths of both certificates at a moment instead of a handshake: tlscommon's clock cannot be set.
	At *time.Time `json:"at"`
}

type verdict struct {
	ID       string `json:"id"`
	Accepted bool   `json:"accepted"`
	// ServerLoad and ClientLoad say why a program would not start with these files.
	ServerLoad string `json:"serverLoad,omitempty"`
	ClientLoad string `json:"clientLoad,omitempty"`
	Server     string `json:"server,omitempty"`
	Client     string `json:"client,omitempty"`
	// Log is what the loader logged as a warning or an error.
	Log []string `json:"log,omitempty"`
}

func judgeAll(input io.Reader) ([]verdict, error) {
	var jobs []job
	if err := json.NewDecoder(input).Decode(&jobs); err != nil {
		return nil, err
	}
	verdicts := make([]verdict, len(jobs))
	for i, one := range jobs {
		log, logged, err := newLog()
		if err != nil {
			return nil, err
		}
		verdicts[i] = judge(one, log)
		verdicts[i].Log = logged()
	}
	return verdicts, nil
}

func judge(one job, log *logp.Logger) verdict {
	result := verdict{ID: one.ID}
	var server tlscommon.ServerConfig
	var client tlscommon.Config
	serverTLS, serverErr := load(one, one.Server, &server, func() (*tlscommon.TLSConfig, error) {
		return tlscommon.LoadTLSServerConfig(&server, log)
	})
	clientTLS, clientErr := load(one, one.Client, &client, func() (*tlscommon.TLSConfig, error) {
		return tlscommon.LoadTLSConfig(&client, log)
	})
	result.ServerLoad, result.ClientLoad = text(serverErr), text(clientErr)
	if serverErr == nil && clientErr == nil {
		serverEnd, clientEnd := serverTLS.BuildServerConfig("0.0.0.0"), clientEndOf(clientTLS, one.Dial)
		if one.At == nil {
			serverErr, clientErr = connect(serverEnd, clientEnd)
		} else {
			serverErr, clientErr = pathsAt(serverEnd, clientEnd, *one.At)
		}
		result.Server, result.Client = text(serverErr), text(clientErr)
		result.Accepted = serverErr == nil && clientErr == nil
	}
	return result
}

// load reads the settings through Elastic's configuration reader, which also validates them, and then the files they name.
func load(one job, settings json.RawMessage, to any, read func() (*tlscommon.TLSConfig, error)) (*tlscommon.TLSConfig, error) {
	parsed, err := config.NewConfigWithYAML(settings, one.ID)
	if err != nil {
		return nil, err
	}
	if one.TLS != "" {
		if err := parsed.SetString("supported_protocols", 0, one.TLS); err != nil {
			return nil, err
		}
	}
	if err := parsed.Unpack(to); err != nil {
		return nil, err
	}
	return read()
}

// clientEndOf builds what the program dials with: Elastic Agent's direct connections know the name, Fleet Server's to
// Elasticsearch do not.
func clientEndOf(loaded *tlscommon.TLSConfig, name string) *tls.Config {
	if name == "" {
		return loaded.ToConfig()
	}
	return loaded.BuildModuleClientConfig(name)
}

func connect(server, client *tls.Config) (serverErr, clientErr error) {
	listener, err := tls.Listen("tcp", "127.0.0.1:0", server)
	if err != nil {
		return err, nil
	}
	defer listener.Close()
	done := make(chan error, 1)
	go func() { done <- serve(listener) }()
	clientErr = dial(listener.Addr().String(), client)
	return <-done, clientErr
}

func serve(listener net.Listener) error {
	accepted, err := listener.Accept()
	if err != nil {
		return err
	}
	defer accepted.Close()
	_ = accepted.SetDeadline(time.Now().Add(patience))
	if err := accepted.(*tls.Conn).Handshake(); err != nil {
		return err
	}
	return exchange(accepted)
}

func dial(address string, client *tls.Config) error {
	raw, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return err
	}
	connection := tls.Client(raw, client)
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(patience))
	if err := connection.Handshake(); err != nil {
		return err
	}
	return exchange(connection)
}

// exchange sends one byte each way: in TLS 1.3 a client learns that it was refused only when it reads (RFC 8446 section 2).
func exchange(connection net.Conn) error {
	_, writeErr := connection.Write([]byte{1})
	if _, err := io.ReadFull(connection, make([]byte, 1)); err != nil {
		return err
	}
	return writeErr
}

// pathsAt verifies both certificates as they would be at a moment.
func pathsAt(server, client *tls.Config, at time.Time) (serverErr, clientErr error) {
	shown, err := shownBy(server)
	if err != nil {
		return err, nil
	}
	clientErr = pathAt(shown, client.RootCAs, x509.ExtKeyUsageServerAuth, at)
	if server.ClientAuth != tls.NoClientCert {
		if shown, err = shownBy(client); err == nil {
			err = pathAt(shown, server.ClientCAs, x509.ExtKeyUsageClientAuth, at)
		}
		serverErr = err
	}
	return serverErr, clientErr
}

func shownBy(end *tls.Config) (*tls.Certificate, error) {
	switch {
	case end.GetCertificate != nil:
		return end.GetCertificate(&tls.ClientHelloInfo{})
	case len(end.Certificates) > 0:
		return &end.Certificates[0], nil
	default:
		return nil, errors.New("no certificate")
	}
}

func pathAt(shown *tls.Certificate, roots *x509.CertPool, usage x509.ExtKeyUsage, at time.Time) error {
	options := x509.VerifyOptions{
		Roots:         roots,
		Intermediates: x509.NewCertPool(),
		KeyUsages:     []x509.ExtKeyUsage{usage},
		CurrentTime:   at,
	}
	leaf, err := x509.ParseCertificate(shown.Certificate[0])
	if err != nil {
		return err
	}
	for _, der := range shown.Certificate[1:] {
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("chain: %w", err)
		}
		options.Intermediates.AddCert(certificate)
	}
	_, err = leaf.Verify(options)
	return err
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
